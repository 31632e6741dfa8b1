import { ownOrAny, scopeOf } from "@/lib/access/policy";
import { say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { RECORD_NUMBER_TAKEN } from "../errors";
import { patientActivity } from "../patient-activity";
import { findPatient, toWirePatient, updatePatient as update } from "../repo";
import { patientOutput, patientParams, updatePatientInput } from "../schema";

export const updatePatient = defineOperation({
  name: "patient.update",
  kind: "mutation",
  http: { method: "PATCH", path: "/api/patients/{patient_id}" },
  summary: "Change a patient's record",
  access: ownOrAny("patients.edit"),
  limit: limits.ownWrite,
  params: patientParams,
  input: updatePatientInput,
  output: patientOutput,
  errors: { RECORD_NUMBER_TAKEN },
  scope: ({ viewer, params }) => findPatient(scopeOf(viewer, "patients.edit"), params.patient_id),
  owner: ({ resource }) => resource.ownerId,
  audit: {
    actions: ["patient.updated"],
    describe: ({ resource, input }) => patientActivity("patient.updated", resource, { fields: Object.keys(input).sort() }),
  },

  async run({ resource, input, tx }) {
    return { ...say("The record was saved."), patient: toWirePatient(await update(tx, resource.id, input)) };
  },
});
