/** The last administrator stays: whoever removes, bans or demotes somebody asks here first, in the same transaction. */
import type { Tx } from "@/lib/db";

/** Any constant serves: everybody who takes administrators away queues behind it until the other's commit. */
const LOCK_KEY = 0x6761_7465;

const LOCK = `SELECT pg_advisory_xact_lock(${LOCK_KEY}) IS NULL AS locked`;

const HOLDERS = `
SELECT a.user_id AS "userId", bool_or(a.expires_at IS NULL) AS "isPermanent"
  FROM role_assignments a JOIN role_permissions p ON p.role_id = a.role_id JOIN users u ON u.id = a.user_id
 WHERE p.permission = '*' AND a.organization_id IS NULL AND (a.expires_at IS NULL OR a.expires_at > app_now())
   AND u.is_active AND u.deleted_at IS NULL AND (u.banned_at IS NULL OR u.ban_expires_at <= app_now())
 GROUP BY a.user_id`;

interface Holder {
  userId: string;
  /** Their role has no end: a platform left with nobody but them still has an administrator next month. */
  isPermanent: boolean;
}

/**
 * Whether this person is the last who holds `*` on the whole platform and can use it. Holds a lock until the transaction
 * ends, so that of two parallel callers the second sees what the first has done.
 */
export async function isLastAdministrator(tx: Tx, userId: string): Promise<boolean> {
  await tx.$queryRawUnsafe(LOCK);
  const holders = await tx.$queryRawUnsafe<Holder[]>(HOLDERS);
  const self = holders.find((holder) => holder.userId === userId);
  if (!self) return false;
  return !holders.some((holder) => holder.userId !== userId && (holder.isPermanent || !self.isPermanent));
}
