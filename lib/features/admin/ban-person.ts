/** Bans as they stand in a person's row. One that has run out counts as none. */
import type { Tx } from "@/lib/db";
import { IS_BANNED_SQL } from "@/lib/session/live-session";

export interface Ban {
  reason: string | null;
  expiresAt: Date | null;
}

const LOCK = `
SELECT ban_reason AS reason, ban_expires_at AS "expiresAt",
       ${IS_BANNED_SQL("users")} AS "isBanned"
  FROM users WHERE id = $1::uuid FOR NO KEY UPDATE`;

type Standing = Ban & { isBanned: boolean };

async function lockBan(tx: Tx, userId: string): Promise<Standing | undefined> {
  const [standing] = await tx.$queryRawUnsafe<Standing[]>(LOCK, userId);
  return standing;
}

const PLACE = `
UPDATE users SET banned_at = app_now(), ban_reason = $2, ban_expires_at = $3::timestamptz, updated_at = app_now()
 WHERE id = $1::uuid`;

/** The ban that now stands: the given one, or the one from before. */
export async function placeBan(tx: Tx, userId: string, ban: Ban): Promise<Ban & { isNew: boolean }> {
  const standing = await lockBan(tx, userId);
  if (standing?.isBanned) return { reason: standing.reason, expiresAt: standing.expiresAt, isNew: false };
  await tx.$executeRawUnsafe(PLACE, userId, ban.reason, ban.expiresAt);
  return { ...ban, isNew: true };
}

const LIFT = `UPDATE users SET banned_at = NULL, ban_reason = NULL, ban_expires_at = NULL, updated_at = app_now() WHERE id = $1::uuid`;

/** @returns whether a ban stood. */
export async function liftBan(tx: Tx, userId: string): Promise<boolean> {
  const standing = await lockBan(tx, userId);
  if (!standing?.isBanned) return false;
  await tx.$executeRawUnsafe(LIFT, userId);
  return true;
}
