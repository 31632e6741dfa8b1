/** From audit rows to the wire. */
import { deviceOf } from "@/lib/session/device";
import type { ActivityLog, AuditLog } from "./schema";

export interface AuditRow {
  id: string;
  occurredAt: Date;
  action: string;
  actorId: string | null;
  impersonatorId: string | null;
  targetUserId: string | null;
  resourceType: string | null;
  resourceId: string | null;
  organizationId: string | null;
  sessionId: string | null;
  requestId: string;
  success: boolean;
  errorCode: string | null;
  changes: AuditLog["changes"];
  metadata: AuditLog["metadata"];
  phiAccessed: boolean;
  ipAddress: string | null;
  userAgent: string | null;
  identifier: string | null;
  actorLabel: string | null;
  targetLabel: string | null;
}

/** INVALID_CREDENTIALS → "Invalid credentials": old clients show a sentence. */
const inWords = (code: string): string => {
  const words = code.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const DEVICES_KEPT = 1000;
const deviceNames = new Map<string, string>();

/** Reading a user agent takes 20 µs, and a trail repeats few of them. */
function deviceName(userAgent: string): string {
  const known = deviceNames.get(userAgent);
  if (known !== undefined) return known;
  if (deviceNames.size >= DEVICES_KEPT) deviceNames.clear();
  const { name } = deviceOf(userAgent);
  deviceNames.set(userAgent, name);
  return name;
}

export function toAuditLog(row: AuditRow): AuditLog {
  return {
    id: row.id,
    timestamp: row.occurredAt.toISOString(),
    action: row.action,
    actor_user_id: row.actorId,
    actor: row.actorLabel ?? (row.actorId === null ? row.identifier : null),
    impersonator_user_id: row.impersonatorId,
    target_user_id: row.targetUserId,
    target: row.targetLabel,
    resource_type: row.resourceType,
    resource_id: row.resourceId,
    ip_address: row.ipAddress,
    user_agent: row.userAgent,
    device_name: row.userAgent === null ? null : deviceName(row.userAgent),
    session_id: row.sessionId,
    tenant_id: row.organizationId,
    request_id: row.requestId,
    success: row.success,
    error_code: row.errorCode,
    error_message: row.errorCode === null ? null : inWords(row.errorCode),
    changes: row.changes,
    metadata: row.metadata,
    phi_accessed: row.phiAccessed,
  };
}

/** The same for the person whom the row concerns: who else acted, from where and what they noted is not theirs to see. */
export function toOwnLog(row: AuditRow, userId: string): AuditLog {
  const log = toAuditLog(row);
  if (row.actorId === null || row.actorId === userId) return log;
  const unseen = { actor_user_id: null, actor: null, impersonator_user_id: null, ip_address: null, user_agent: null, device_name: null, session_id: null, metadata: null };
  return { ...log, ...unseen };
}

export const asActivity = (log: AuditLog): ActivityLog => ({ ...log, user_id: log.actor_user_id, user_email: log.actor });

export const keyOf = (row: AuditRow) => ({ at: row.occurredAt, id: row.id });
