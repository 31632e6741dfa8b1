/** What every change to a role asks first: a role is everybody's who holds it, anywhere. */
import type { PermissionName } from "@/lib/access/catalogue";
import { keepAdministrator } from "@/lib/access/last-administrator";
import { scopeOf } from "@/lib/access/policy";
import { coversGrants } from "@/lib/access/reach";
import type { Tx } from "@/lib/db";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { GRANT_OUT_OF_REACH, LAST_ADMIN } from "@/lib/features/admin/errors";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Viewer } from "@/lib/session/viewer";
import { OWN_ROLE, PLATFORM_ONLY, ROLE_OUT_OF_REACH, SYSTEM_ROLE } from "./errors";

/** @throws AppError 403 PLATFORM_ONLY when the permission is held in one organization alone */
export function assertOnPlatform(viewer: Viewer, permission: PermissionName): void {
  if (scopeOf(viewer, permission).kind !== "platform") throw new AppError(PLATFORM_ONLY);
}

/** A role may be given on the platform, so only what is held there may be put into one. */
export const coversOnPlatform = (viewer: Viewer, permissions: readonly string[]): boolean =>
  coversGrants(viewer, permissions.map((permission) => ({ permission, organizationId: null })));

/** @throws AppError 403 GRANT_OUT_OF_REACH for what the viewer does not hold on the whole platform */
export function assertMayGrant(viewer: Viewer, permissions: readonly string[]): void {
  if (!coversOnPlatform(viewer, permissions)) throw new AppError(GRANT_OUT_OF_REACH, { message: "You cannot put into a role what you do not hold on the whole platform." });
}

/**
 * Every change of roles, permissions and assignments runs in here: one after the other, so that none of them judges by what
 * another is changing, and none takes the last administrator away.
 *
 * @throws AppError 409 LAST_ADMIN
 */
export const oneAfterTheOther = <T>(tx: Tx, change: () => Promise<T>): Promise<T> =>
  keepAdministrator(tx, () => { throw new AppError(LAST_ADMIN); }, change);

export interface RoleToChange {
  id: string;
  name: string;
  displayName: string;
  description: string | null;
  isSystem: boolean;
  /** Sorted. */
  grants: string[];
  /** The viewer holds it, anywhere. */
  isOwn: boolean;
}

/** Every role, or the one of this id. */
export const readRoles = (tx: Tx, viewer: Viewer, id?: string): Promise<RoleToChange[]> => tx.$queryRaw<RoleToChange[]>`
  SELECT r.id, r.name, r.display_name AS "displayName", r.description, r.is_system AS "isSystem",
         ARRAY(SELECT rp.permission FROM role_permissions rp WHERE rp.role_id = r.id ORDER BY rp.permission COLLATE "C") AS grants,
         EXISTS (SELECT 1 FROM role_assignments ra WHERE ra.role_id = r.id AND ra.user_id = ${viewer.userId}::uuid) AS "isOwn"
    FROM roles r ${id ? Prisma.sql`WHERE r.id = ${id}::uuid` : Prisma.empty}`;

/** @throws AppError 404 */
export async function readRole(tx: Tx, viewer: Viewer, id: string): Promise<RoleToChange> {
  const [role] = await readRoles(tx, viewer, id);
  if (!role) throw new AppError(NOT_FOUND);
  return role;
}

/** @throws AppError 409 SYSTEM_ROLE or OWN_ROLE, 403 ROLE_OUT_OF_REACH */
export function assertChangeable(viewer: Viewer, role: RoleToChange): void {
  if (role.isSystem) throw new AppError(SYSTEM_ROLE);
  if (role.isOwn) throw new AppError(OWN_ROLE);
  if (!coversOnPlatform(viewer, role.grants)) throw new AppError(ROLE_OUT_OF_REACH);
}
