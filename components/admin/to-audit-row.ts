import type { AuditLog } from "@/lib/features/audit/schema";
import type { AuditRow } from "./audit-row";

/** An event of the API as the screens take it. */
export function toAuditRow(log: AuditLog): AuditRow {
  const actor = log.actor_user_id ?? log.actor;
  return {
    id: log.id,
    occurredAt: log.timestamp,
    action: log.action,
    actor: actor === null ? null : { id: actor, label: log.actor ?? actor },
    target: targetOf(log),
    success: log.success,
    errorCode: log.error_code,
    ipAddress: log.ip_address,
    deviceName: log.device_name,
    requestId: log.request_id,
    metadata: log.metadata,
    changes: log.changes as AuditRow["changes"],
  };
}

function targetOf(log: AuditLog): AuditRow["target"] {
  if (log.target_user_id) return { type: "user", id: log.target_user_id, label: log.target };
  return log.resource_type && log.resource_id ? { type: log.resource_type, id: log.resource_id, label: null } : null;
}
