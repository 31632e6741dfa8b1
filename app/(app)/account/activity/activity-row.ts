import type { ActivityRow } from "@/components/account/activity-list";
import type { AuditLog } from "@/lib/features/audit/schema";

/** Whom the viewer did it to; null where it was themselves, or is about a record. */
const otherPerson = (log: AuditLog): string | null =>
  log.actor_user_id !== null && log.target_user_id !== log.actor_user_id && (log.resource_type ?? "user") === "user" ? log.target : null;

/** An event of the API as the account's lists show it. */
export const toActivityRow = (log: AuditLog): ActivityRow => ({
  id: log.id,
  occurredAt: log.timestamp,
  action: log.action,
  success: log.success,
  errorCode: log.error_code,
  ipAddress: log.ip_address,
  deviceName: log.device_name,
  target: otherPerson(log),
});
