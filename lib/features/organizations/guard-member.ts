/** What changes to an organization's members ask first. Who may give which role: features/rbac/guard-assignment.ts. */
import { DEFAULT_ROLE } from "@/lib/access/default-role";
import { lockOrganization } from "@/lib/access/last-owner";
import { coversGrants } from "@/lib/access/reach";
import type { Tx } from "@/lib/db";
import { AppError, invalidFields, NOT_FOUND } from "@/lib/errors";
import type { Viewer } from "@/lib/session/viewer";
import { MEMBER_OUT_OF_REACH } from "./errors";
import { grantsOf, listAssigned, listRoles, type RoleWithGrants } from "./members";

/** @throws AppError 404 where it was deleted meanwhile */
export async function holdOrganization(tx: Tx, organizationId: string): Promise<void> {
  if (!(await lockOrganization(tx, organizationId))) throw new AppError(NOT_FOUND);
}

/**
 * The roles that somebody is to hold.
 * @throws AppError 422 for an id that names no role
 */
export async function wantedRoles(tx: Tx, roleIds: readonly string[] | undefined): Promise<RoleWithGrants[]> {
  if (!roleIds) return defaultRole(tx);
  const roles = await listRoles(tx, roleIds);
  if (roles.length < roleIds.length) throw invalidFields({ role_ids: ["One of these is no role. Take ids from the list of roles."] });
  return roles;
}

async function defaultRole(tx: Tx): Promise<RoleWithGrants[]> {
  const role = await tx.role.findUnique({ where: { name: DEFAULT_ROLE }, select: { id: true } });
  return role ? listRoles(tx, [role.id]) : [];
}

/**
 * Somebody who holds more in the organization is out of reach. What they hold elsewhere does not matter: nothing of it changes.
 * @throws AppError 403 MEMBER_OUT_OF_REACH
 */
export async function assertMemberWithinReach(tx: Tx, viewer: Viewer, organizationId: string, userId: string): Promise<void> {
  const held = await listAssigned(tx, organizationId, userId);
  if (!coversGrants(viewer, grantsOf(held, organizationId))) throw new AppError(MEMBER_OUT_OF_REACH);
}
