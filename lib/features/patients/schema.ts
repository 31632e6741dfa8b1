/** Patients on the wire. Shared with screens and clients: no server imports. */
import { z } from "zod";
import { birthdayField } from "@/lib/features/account/schema";
import { messageFields } from "@/lib/features/auth/schema";

export const patientParams = z.object({ patient_id: z.uuid() });

export const patient = z.object({
  id: z.uuid(),
  record_number: z.string(),
  name: z.string(),
  date_of_birth: z.string().nullable().meta({ description: "YYYY-MM-DD" }),
  notes: z.string().nullable(),
  owner_id: z.uuid().nullable().meta({ description: "Who looks after them" }),
  tenant_id: z.uuid(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type WirePatient = z.infer<typeof patient>;

/** What may be written; whose it is and in which organization never comes from the client. */
const fields = {
  record_number: z
    .string()
    .trim()
    .regex(/^[A-Z0-9][A-Z0-9-]{0,31}$/, { error: "Use capital letters, digits and hyphens, at most 32." }),
  name: z.string().trim().min(1).max(100),
  date_of_birth: birthdayField,
  notes: z
    .string()
    .trim()
    .max(5000)
    .transform((value) => value || null)
    .nullable()
    .optional(),
};

export const createPatientInput = z.strictObject(fields);
export const updatePatientInput = z.strictObject(fields).partial();

export const patientOutput = z.object({ ...messageFields, patient });
