import { can } from "@/lib/access/policy";
import { say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { NO_ACTIVE_ORGANIZATION, RECORD_NUMBER_TAKEN } from "../errors";
import { patientActivity } from "../patient-activity";
import { createPatient as create, toWirePatient } from "../repo";
import { createPatientInput, patientOutput } from "../schema";

export const createPatient = defineOperation({
  name: "patient.create",
  kind: "mutation",
  http: { method: "POST", path: "/api/patients" },
  summary: "Take in a patient, in the active organization and as one's own",
  access: can("patients.create"),
  limit: limits.ownWrite,
  input: createPatientInput,
  output: patientOutput,
  status: 201,
  errors: { RECORD_NUMBER_TAKEN, NO_ACTIVE_ORGANIZATION },
  audit: {
    actions: ["patient.created"],
    describe: ({ output: { patient } }) => patientActivity("patient.created", { id: patient.id, ownerId: patient.owner_id, organizationId: patient.tenant_id }),
  },

  async run({ viewer: { userId, organizationId }, input, tx, fail }) {
    if (organizationId === null) return fail(NO_ACTIVE_ORGANIZATION);
    return { ...say("The patient was taken in."), patient: toWirePatient(await create(tx, { userId, organizationId }, input)) };
  },
});
