/** Statements of one's own account. Every one names the person whose row it touches. */
import { expandPermissions } from "@/lib/access/expand-permissions";
import { statement, type Tx } from "@/lib/db";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { HELD_ROLES_SQL } from "@/lib/session/held-roles";
import type { HeldRole } from "@/lib/session/viewer";
import type { WireUser } from "./schema";
import { toWireUser, USER_COLUMNS_SQL, type UserColumns, type UserRow } from "./user-wire";

const FIND_USER = `
SELECT ${USER_COLUMNS_SQL("u")}, m.organization_id AS "organizationId",
       ${HELD_ROLES_SQL("u.id", "m.organization_id")} AS roles,
       (SELECT coalesce(json_agg(p.name ORDER BY p.name), '[]'::json) FROM permissions p) AS "knownPermissions"
  FROM users u
  LEFT JOIN memberships m ON m.user_id = u.id AND m.organization_id = coalesce($2::uuid, u.active_organization_id)
 WHERE u.id = $1::uuid AND u.deleted_at IS NULL`;

type Found = UserColumns & { organizationId: string | null; roles: HeldRole[]; knownPermissions: string[] };

/**
 * One person with what they hold in an organization (without one: in their active one), in one statement. In a
 * transaction it sees that transaction's changes.
 */
export async function findUserRow(id: string, organizationId: string | null = null, tx?: Tx): Promise<UserRow | null> {
  const values = [id, organizationId];
  const [found] = tx
    ? await tx.$queryRawUnsafe<Found[]>(FIND_USER, ...values)
    : await statement<Found>("account.find-user", FIND_USER, values);
  if (!found) return null;
  const { roles, knownPermissions, organizationId: active, ...row } = found;
  const permissions = expandPermissions(roles.flatMap((role) => role.permissions), knownPermissions);
  return { ...row, held: { organizationId: active, roles, permissions } };
}

/** `findUserRow` as the wire shows it. @throws AppError 404 when the account is gone. */
export async function getWireUser(id: string, organizationId: string | null = null, tx?: Tx): Promise<WireUser> {
  const row = await findUserRow(id, organizationId, tx);
  if (!row) throw new AppError(NOT_FOUND);
  return toWireUser(row, row.held);
}
