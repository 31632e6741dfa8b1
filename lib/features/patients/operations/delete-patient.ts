import { z } from "zod";
import { ownOrAny, scopeOf } from "@/lib/access/policy";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { patientActivity } from "../patient-activity";
import { deletePatient as remove, findPatient } from "../repo";
import { patientParams } from "../schema";

export const deletePatient = defineOperation({
  name: "patient.delete",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/patients/{patient_id}" },
  summary: "Delete a patient's record",
  access: ownOrAny("patients.delete"),
  limit: limits.ownWrite,
  params: patientParams,
  output: z.object({ ...messageFields, patient_id: z.uuid() }),
  scope: ({ viewer, params }) => findPatient(scopeOf(viewer, "patients.delete"), params.patient_id),
  owner: ({ resource }) => resource.ownerId,
  audit: { actions: ["patient.deleted"], describe: ({ resource }) => patientActivity("patient.deleted", resource) },

  async run({ resource: { id }, tx }) {
    const { count } = await remove(tx, id);
    if (count === 0) throw new AppError(NOT_FOUND);
    return { ...say("The record was deleted."), patient_id: id };
  },
});
