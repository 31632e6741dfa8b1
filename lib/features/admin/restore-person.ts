/**
 * A deleted account is opened again. What it held of the person is gone, names and password included (delete-person.ts); the
 * address it had stands with the deletion's audit row, where it can be erased too.
 */
import { DEFAULT_ROLE } from "@/lib/access/default-role";
import { now } from "@/lib/clock";
import type { Tx } from "@/lib/db";
import { newId } from "@/lib/ids";

/** The address that an account had when it was last deleted; null where that is no longer kept. */
export async function findFormerAddress(tx: Tx, userId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ identifier: string | null }[]>`
    SELECT d.identifier FROM audit_events e LEFT JOIN audit_personal d ON d.event_id = e.id
     WHERE e.target_user_id = ${userId}::uuid AND e.action = 'user.soft_deleted' AND e.success
     ORDER BY e.occurred_at DESC, e.id DESC LIMIT 1`;
  return row?.identifier ?? null;
}

export interface Restored {
  id: string;
  email: string;
  username: string;
  isVerified: boolean;
}

const REOPEN = `
UPDATE users SET email = $2, username = $3, email_verified_at = CASE WHEN $4 THEN app_now() END, first_name = NULL, last_name = NULL,
       is_active = true, deleted_at = NULL, must_change_password = false, updated_at = app_now()
 WHERE id = $1::uuid AND deleted_at IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM users o WHERE o.id <> $1::uuid AND (lower(o.email) = lower($2) OR lower(o.username) = lower($3)))`;

/** @returns false when the address or the username is taken, or the account is not deleted; then nothing was written. */
export async function reopenAccount(tx: Tx, { id, email, username, isVerified }: Restored): Promise<boolean> {
  return (await tx.$executeRawUnsafe(REOPEN, id, email, username, isVerified)) === 1;
}

/** What everybody holds who signs up, in each organization that they are still a member of. */
export async function giveDefaultRole(tx: Tx, userId: string, grantedById: string): Promise<void> {
  const role = await tx.role.findUnique({ where: { name: DEFAULT_ROLE }, select: { id: true } });
  const memberships = await tx.membership.findMany({ where: { userId }, select: { organizationId: true } });
  if (!role) return;
  const at = now();
  const data = memberships.map(({ organizationId }) => ({ id: newId(), userId, roleId: role.id, organizationId, grantedById, createdAt: at }));
  await tx.roleAssignment.createMany({ data, skipDuplicates: true });
}
