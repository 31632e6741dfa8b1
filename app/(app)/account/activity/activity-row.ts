import type { ActivityRow } from "@/components/account/activity-list";
import type { AuditLog } from "@/lib/features/audit/schema";

/** From the wire to what lists show. */
export const activityRow = (log: AuditLog): ActivityRow => ({
  id: log.id,
  occurredAt: log.timestamp,
  action: log.action,
  success: log.success,
  errorCode: log.error_code,
  ipAddress: log.ip_address,
  deviceName: log.device_name,
});
