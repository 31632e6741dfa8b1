/** From a row of `sessions` to the wire; for one's own list and the administrators'. */
import { IS_OPEN_SQL } from "@/lib/session/live-session";
import type { WireSession } from "./schema";

export interface SessionColumns {
  id: string;
  userId: string;
  organizationId: string | null;
  deviceName: string;
  browser: string | null;
  os: string | null;
  deviceFingerprint: string | null;
  ipAddress: string | null;
  userAgent: string | null;
  country: string | null;
  city: string | null;
  createdAt: Date;
  lastActivityAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  revokeReason: string | null;
  isLive: boolean;
}

/** The select list of `SessionColumns` from `sessions AS <alias>`. */
export const SESSION_COLUMNS_SQL = (alias: string) => `
  ${alias}.id, ${alias}.user_id AS "userId", ${alias}.organization_id AS "organizationId",
  ${alias}.device_name AS "deviceName", ${alias}.browser, ${alias}.os,
  ${alias}.device_fingerprint AS "deviceFingerprint", ${alias}.ip_address AS "ipAddress",
  ${alias}.user_agent AS "userAgent", ${alias}.country, ${alias}.city, ${alias}.created_at AS "createdAt",
  ${alias}.last_activity_at AS "lastActivityAt", ${alias}.expires_at AS "expiresAt", ${alias}.revoked_at AS "revokedAt",
  ${alias}.revoke_reason AS "revokeReason", ${IS_OPEN_SQL(alias)} AS "isLive"`;

/** `currentSessionId`: the one that asks. */
export function toWireSession(row: SessionColumns, currentSessionId: string): WireSession {
  const lastActivity = row.lastActivityAt.toISOString();
  return {
    id: row.id,
    session_id: row.id,
    user_id: row.userId,
    tenant_id: row.organizationId,
    device_name: row.deviceName,
    browser: row.browser,
    os: row.os,
    device_fingerprint: row.deviceFingerprint,
    ip_address: row.ipAddress,
    user_agent: row.userAgent,
    country: row.country,
    city: row.city,
    created_at: row.createdAt.toISOString(),
    last_activity: lastActivity,
    last_activity_at: lastActivity,
    expires_at: row.expiresAt.toISOString(),
    is_active: row.isLive,
    is_current: row.id === currentSessionId,
    revoked: row.revokedAt !== null,
    revoked_at: row.revokedAt?.toISOString() ?? null,
    revoke_reason: row.revokeReason,
  };
}
