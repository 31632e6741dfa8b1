import type { WireSession } from "@/lib/features/sessions/schema";
import type { SessionRow } from "./session-row";

/** A session of the API as lists show it; one that has run out counts as ended. */
export const toSessionRow = (session: WireSession): SessionRow => ({
  id: session.id,
  deviceName: session.device_name,
  browser: session.browser,
  os: session.os,
  ipAddress: session.ip_address,
  city: session.city,
  country: session.country,
  createdAt: session.created_at,
  lastActivityAt: session.last_activity_at,
  isCurrent: session.is_current,
  revokedAt: session.revoked_at ?? (session.is_active ? null : session.expires_at),
});
