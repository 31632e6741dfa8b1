/** An organization keeps an administrator of its own: somebody who is a member of it, holds `*` in it and can use it. */
import type { Tx } from "@/lib/db";

const LOCK = `SELECT id FROM organizations WHERE id = $1::uuid AND deleted_at IS NULL FOR NO KEY UPDATE`;

/**
 * Holds an organization until the transaction ends. Whoever changes its members or their roles takes this lock before any
 * other, so that of two parallel callers the second sees what the first has done; new members wait for it, sessions do not.
 * @returns false where there is no such organization, or no more
 */
export async function lockOrganization(tx: Tx, organizationId: string): Promise<boolean> {
  const rows = await tx.$queryRawUnsafe<unknown[]>(LOCK, organizationId);
  return rows.length === 1;
}

const OWNERS = `
SELECT count(*)::int AS owners, count(*) FILTER (WHERE "isPermanent")::int AS permanent
  FROM (SELECT bool_or(a.expires_at IS NULL) AS "isPermanent"
          FROM role_assignments a JOIN role_permissions p ON p.role_id = a.role_id JOIN users u ON u.id = a.user_id
          JOIN memberships m ON m.user_id = a.user_id AND m.organization_id = a.organization_id
         WHERE p.permission = '*' AND a.organization_id = $1::uuid AND (a.expires_at IS NULL OR a.expires_at > app_now())
           AND u.is_active AND u.deleted_at IS NULL AND u.deletion_due_at IS NULL AND (u.banned_at IS NULL OR u.ban_expires_at <= app_now())
         GROUP BY a.user_id) held`;

interface Owners {
  owners: number;
  /** Those whose role has no end. */
  permanent: number;
}

async function countOwners(tx: Tx, organizationId: string): Promise<Owners> {
  const [counted] = await tx.$queryRawUnsafe<Owners[]>(OWNERS, organizationId);
  return counted ?? { owners: 0, permanent: 0 };
}

/**
 * Makes a change to the members of a locked organization or to their roles, and judges by what it left: an administrator,
 * one without an end where there was one before. An organization that had none, such as `default`, may stay without.
 *
 * @param refuse what to throw otherwise; the transaction takes the change back
 */
export async function keepOwner<T>(tx: Tx, organizationId: string, refuse: () => never, change: () => Promise<T>): Promise<T> {
  const before = await countOwners(tx, organizationId);
  const result = await change();
  const after = await countOwners(tx, organizationId);
  const isKept = before.permanent > 0 ? after.permanent > 0 : before.owners === 0 || after.owners > 0;
  return isKept ? result : refuse();
}
