import type { ActivityRow } from "@/components/account/activity-list";
import type { AuditLog } from "@/lib/features/audit/schema";

/** An event of the API as the account's lists show it. */
export const toActivityRow = (log: AuditLog): ActivityRow => ({
  id: log.id,
  occurredAt: log.timestamp,
  action: log.action,
  success: log.success,
  errorCode: log.error_code,
  ipAddress: log.ip_address,
  deviceName: log.device_name,
});
