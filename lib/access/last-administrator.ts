/** The last administrator stays: whoever removes, bans or demotes somebody asks here first, in the same transaction. */
import type { Tx } from "@/lib/db";

/** Any constant serves: everybody who takes administrators away queues behind it until the other's commit. */
const LOCK_KEY = 0x6761_7465;

const LOCK = `SELECT pg_advisory_xact_lock(${LOCK_KEY}) IS NULL AS locked`;

const HOLDERS = `
SELECT a.user_id AS "userId", bool_or(a.expires_at IS NULL) AS "isPermanent"
  FROM role_assignments a JOIN role_permissions p ON p.role_id = a.role_id JOIN users u ON u.id = a.user_id
 WHERE p.permission = '*' AND a.organization_id IS NULL AND (a.expires_at IS NULL OR a.expires_at > app_now())
   AND u.is_active AND u.deleted_at IS NULL AND u.deletion_due_at IS NULL AND (u.banned_at IS NULL OR u.ban_expires_at <= app_now())
 GROUP BY a.user_id`;

interface Holder {
  userId: string;
  /** Their role has no end: a platform left with nobody but them still has an administrator next month. */
  isPermanent: boolean;
}

const listHolders = (tx: Tx) => tx.$queryRawUnsafe<Holder[]>(HOLDERS);

/** Holds a lock until the transaction ends, so that of two parallel callers the second sees what the first has done. */
async function lockHolders(tx: Tx): Promise<Holder[]> {
  await tx.$queryRawUnsafe(LOCK);
  return listHolders(tx);
}

/** Whether this person is the last who holds `*` on the whole platform and can use it. Locks until the transaction ends. */
export async function isLastAdministrator(tx: Tx, userId: string): Promise<boolean> {
  const holders = await lockHolders(tx);
  const self = holders.find((holder) => holder.userId === userId);
  if (!self) return false;
  return !holders.some((holder) => holder.userId !== userId && (holder.isPermanent || !self.isPermanent));
}

/**
 * Makes a change to roles or to who holds them, and judges by what it left: somebody who holds `*` on the whole platform,
 * without an end where there was somebody like that before. Take it before any other lock.
 *
 * @param refuse what to throw otherwise; the transaction takes the change back
 */
export async function keepAdministrator<T>(tx: Tx, refuse: () => never, change: () => Promise<T>): Promise<T> {
  const before = await lockHolders(tx);
  const result = await change();
  const after = await listHolders(tx);
  const isKept = before.some(({ isPermanent }) => isPermanent) ? after.some(({ isPermanent }) => isPermanent) : before.length === 0 || after.length > 0;
  return isKept ? result : refuse();
}
