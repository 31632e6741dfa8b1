import { ownOrAny, scopeOf } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { patientActivity } from "../patient-activity";
import { findPatient, toWirePatient } from "../repo";
import { patient, patientParams } from "../schema";

export const getPatient = defineOperation({
  name: "patient.get",
  kind: "query",
  http: { method: "GET", path: "/api/patients/{patient_id}" },
  summary: "Show a patient",
  access: ownOrAny("patients.view"),
  limit: limits.read,
  params: patientParams,
  output: patient,
  scope: ({ viewer, params }) => findPatient(scopeOf(viewer, "patients.view"), params.patient_id),
  owner: ({ resource }) => resource.ownerId,
  audit: writesAudit("patient.viewed"),

  /** What cannot be recorded is not shown: the row is written before the answer leaves. */
  async run({ resource, seal }) {
    await recordEvent(seal(patientActivity("patient.viewed", resource)));
    return toWirePatient(resource);
  },
});
