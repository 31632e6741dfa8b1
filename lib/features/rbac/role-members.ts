/** Who holds a role, when it goes. */
import { DEFAULT_ROLE } from "@/lib/access/default-role";
import { coversGrants, type Grant } from "@/lib/access/reach";
import type { Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { OUT_OF_REACH } from "@/lib/features/admin/errors";
import type { Viewer } from "@/lib/session/viewer";

const LIVE = `(ra.expires_at IS NULL OR ra.expires_at > app_now())`;

/** People, each once, whose role has not run out. */
export async function countMembers(tx: Tx, roleId: string): Promise<number> {
  const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(
    `SELECT count(DISTINCT ra.user_id)::int AS count FROM role_assignments ra WHERE ra.role_id = $1::uuid AND ${LIVE}`,
    roleId,
  );
  return row?.count ?? 0;
}

const HELD_BY_MEMBERS = `
SELECT DISTINCT rp.permission, ra.organization_id AS "organizationId"
  FROM role_assignments ra JOIN role_permissions rp ON rp.role_id = ra.role_id
 WHERE ra.user_id IN (SELECT user_id FROM role_assignments WHERE role_id = $1::uuid) AND ${LIVE}`;

/**
 * To take a role from somebody is to act on them.
 * @throws AppError 403 OUT_OF_REACH when one of the people who hold it holds more than the viewer does
 */
export async function assertMembersWithinReach(tx: Tx, viewer: Viewer, roleId: string): Promise<void> {
  const grants = await tx.$queryRawUnsafe<Grant[]>(HELD_BY_MEMBERS, roleId);
  if (!coversGrants(viewer, grants)) throw new AppError(OUT_OF_REACH, { message: "Somebody who holds this role is out of your reach: they hold more than you do." });
}

/** In the same place of the same list, so that a primary role is followed by a primary role. Who has run out gets nothing. */
const REASSIGN = `
UPDATE role_assignments ra SET role_id = d.id, granted_by_id = $2::uuid, expires_at = NULL
  FROM roles d
 WHERE d.name = $3 AND ra.role_id = $1::uuid AND ${LIVE}
   AND NOT EXISTS (SELECT 1 FROM role_assignments o WHERE o.user_id = ra.user_id AND o.role_id = d.id AND o.organization_id IS NOT DISTINCT FROM ra.organization_id)`;

/** What is left of the role's assignments goes with the role. */
export async function giveDefaultRoleInstead(tx: Tx, roleId: string, grantedById: string): Promise<void> {
  await tx.$executeRawUnsafe(REASSIGN, roleId, grantedById, DEFAULT_ROLE);
}
