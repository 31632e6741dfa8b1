/** Which roles a new account begins with, and where they count. */
import { DEFAULT_ROLE } from "@/lib/access/default-role";
import type { Tx } from "@/lib/db";
import { AppError, invalidFields } from "@/lib/errors";
import { giveRole } from "@/lib/features/rbac/assignments";
import type { Viewer } from "@/lib/session/viewer";
import { findRole, findRoles, type GivenRole } from "./create-person";
import { GRANT_OUT_OF_REACH } from "./errors";
import { mayGive, reachOf } from "./give-role";

export interface Wanted {
  roles?: string[] | null;
  role_id?: string | null;
  role?: string | null;
}

export interface PlacedRole {
  id: string;
  organizationId: string | null;
}

async function findWanted(tx: Tx, { roles: names, role_id: id, role: name }: Wanted): Promise<GivenRole[]> {
  if (!names) {
    const role = await findRole(tx, { id: id ?? null, name: name ?? (id ? null : DEFAULT_ROLE) });
    return role ? [role] : [];
  }
  const found = await findRoles(tx, names);
  const inOrder = [...new Set(names)].map((wanted) => found.find((role) => role.name === wanted));
  return inOrder.every((role) => role !== undefined) ? inOrder : [];
}

/**
 * By their names, by one id or name, or the one that everybody begins with; the first is the primary role.
 * @throws AppError 422 for one that there is not, 403 GRANT_OUT_OF_REACH
 */
export async function rolesOfNew(tx: Tx, viewer: Viewer, wanted: Wanted): Promise<[PlacedRole, ...PlacedRole[]]> {
  const found = await findWanted(tx, wanted);
  const placed = found.map((role) => ({ role, organizationId: reachOf(role, viewer.organizationId) }));
  const [first, ...others] = placed.map(({ role, organizationId }) => ({ id: role.id, organizationId }));
  if (!first) throw invalidFields({ [wanted.roles ? "roles" : wanted.role_id ? "role_id" : "role"]: ["There is no such role."] });
  if (!placed.every(({ role, organizationId }) => mayGive(viewer, role, organizationId))) throw new AppError(GRANT_OUT_OF_REACH);
  return [first, ...others];
}

/** Those behind the first, which comes with the account. */
export async function giveFurtherRoles(tx: Tx, viewer: Viewer, userId: string, roles: readonly PlacedRole[]): Promise<void> {
  for (const { id, organizationId } of roles) await giveRole(tx, { userId, roleId: id, organizationId, grantedById: viewer.userId, expiresAt: null });
}
