/** What people did to patients, in the activity stream. A patient's data is health information: rows name it, and hold none of it. */
import type { AuditInput } from "@/lib/audit/audit-event";
import { activityEvent } from "@/lib/audit/record-activity";
import type { Patient } from "@/lib/generated/prisma/client";

type Subject = Pick<Patient, "id" | "ownerId" | "organizationId">;

export const patientActivity = (action: string, { id, ownerId, organizationId }: Subject, metadata?: Record<string, unknown>): AuditInput =>
  activityEvent({ action, resource: { type: "patient", id }, ownerId, organizationId, metadata, phi: true });

/** One row for a whole page, with everybody who was on it. */
export const listActivity = (patients: readonly Subject[]): AuditInput =>
  activityEvent({ action: "patient.listed", resource: { type: "patient", id: null }, metadata: { patient_ids: patients.map(({ id }) => id) }, phi: true });
