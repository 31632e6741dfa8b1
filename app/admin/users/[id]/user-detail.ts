import type { UserDetail as ShownUser } from "@/components/admin/user-summary";
import type { SessionRow } from "@/components/account/session-row";
import type { AdminSession, UserDetail } from "@/lib/features/admin/schema";
import { toUserRow } from "../user-row";

/** A person of the API as their page shows them. */
export const toUserDetail = (user: UserDetail): ShownUser => ({
  ...toUserRow(user),
  emailVerifiedAt: user.email_verified_at,
  phoneNumber: user.phone_number,
  provider: user.provider,
  ban: user.banned_at === null ? null : { reason: user.ban_reason, bannedAt: user.banned_at, expiresAt: user.ban_expires_at },
});

/** A session of the API as lists show it; one that has run out counts as ended. */
export const toSessionRow = (session: AdminSession): SessionRow => ({
  id: session.id,
  deviceName: session.device_name,
  browser: session.browser,
  os: session.os,
  ipAddress: session.ip_address,
  city: session.city,
  country: session.country,
  createdAt: session.created_at,
  lastActivityAt: session.last_activity,
  isCurrent: session.is_current,
  revokedAt: session.revoked_at ?? (session.is_active ? null : session.expires_at),
});
