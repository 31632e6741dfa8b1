/** What every change to somebody's roles asks first. Nothing here asks for a role's name. */
import { keepOwner, lockOrganization } from "@/lib/access/last-owner";
import type { Scope } from "@/lib/access/policy";
import { coversGrants } from "@/lib/access/reach";
import { now } from "@/lib/clock";
import type { Tx } from "@/lib/db";
import { AppError, invalidFields, NOT_FOUND } from "@/lib/errors";
import { GRANT_OUT_OF_REACH, OUT_OF_REACH } from "@/lib/features/admin/errors";
import { type Target, unsafeListGrants } from "@/lib/features/admin/target";
import { LAST_OWNER } from "@/lib/features/organizations/errors";
import type { Viewer } from "@/lib/session/viewer";
import type { GiveInput } from "./assignment-schema";
import { CANNOT_CHANGE_OWN_ROLES, PLATFORM_ONLY, ROLE_NOT_FOUND } from "./errors";
import { oneAfterTheOther, readRole, type RoleToChange } from "./guard-role";

/**
 * One's own roles, and those of somebody who holds more, are out of reach. What somebody holds in organizations that the
 * viewer does not administer is no matter of theirs: nothing of it changes.
 *
 * @throws AppError 404 for a deleted account, 409 CANNOT_CHANGE_OWN_ROLES, 403 OUT_OF_REACH
 */
export async function assertHolderWithinReach(tx: Tx, viewer: Viewer, scope: Scope, target: Target): Promise<void> {
  if (target.isDeleted) throw new AppError(NOT_FOUND);
  if (target.id === viewer.userId) throw new AppError(CANNOT_CHANGE_OWN_ROLES);
  const grants = await unsafeListGrants(tx, target.id);
  const felt = grants.filter(({ organizationId }) => scope.kind === "platform" || organizationId === null || organizationId === scope.organizationId);
  if (!coversGrants(viewer, felt)) throw new AppError(OUT_OF_REACH);
}

/** @throws AppError 403 PLATFORM_ONLY for a role that is held beyond the viewer's organization */
export function assertWithinScope(scope: Scope, organizationId: string | null): void {
  if (scope.kind === "organization" && organizationId !== scope.organizationId)
    throw new AppError(PLATFORM_ONLY, { message: "This role is held on the whole platform. To change that, hold users.assign_role there." });
}

/** @throws AppError 403 GRANT_OUT_OF_REACH */
export function assertMayGive(viewer: Viewer, role: Pick<RoleToChange, "grants">, organizationId: string | null): void {
  if (!coversGrants(viewer, role.grants.map((permission) => ({ permission, organizationId })))) throw new AppError(GRANT_OUT_OF_REACH);
}

/** By id or, without one, by name. @throws AppError 404 ROLE_NOT_FOUND */
export async function roleToGive(tx: Tx, viewer: Viewer, { role_id: id, role: name }: Pick<GiveInput, "role_id" | "role">): Promise<RoleToChange> {
  const where = id ? { id } : { name: name ?? "" };
  const found = await tx.role.findUnique({ where, select: { id: true } });
  if (!found) throw new AppError(ROLE_NOT_FOUND);
  return readRole(tx, viewer, found.id);
}

/**
 * Where a role is given, when the request does not say: one that holds everything on the platform, where the viewer reaches
 * it; any other in the active organization, or in the person's own.
 *
 * @throws AppError 403 PLATFORM_ONLY, 422 for an organization that is none of the person's
 */
export function placeOf(viewer: Viewer, scope: Scope, target: Target, role: RoleToChange, asked: string | null | undefined): string | null {
  const place = asked === undefined ? usualPlace(viewer, scope, target, role) : asked;
  if (place !== null && !target.organizationIds.includes(place)) throw invalidFields({ organization_id: ["This person is no member of such an organization."] });
  assertWithinScope(scope, place);
  return place;
}

function usualPlace(viewer: Viewer, scope: Scope, { organizationIds }: Target, role: RoleToChange): string | null {
  if (scope.kind === "organization") return scope.organizationId;
  if (role.grants.includes("*")) return null;
  const active = organizationIds.find((id) => id === viewer.organizationId) ?? organizationIds[0];
  if (active === undefined) throw invalidFields({ organization_id: ["This person belongs to no organization. Send null for the whole platform."] });
  return active;
}

/** @throws AppError 422 for an end that has passed */
export function endOf(expiresAt: string | null | undefined): Date | null {
  if (!expiresAt) return null;
  const end = new Date(expiresAt);
  if (end <= now()) throw invalidFields({ expires_at: ["This lies in the past."] });
  return end;
}

/**
 * Changes who holds what in these organizations (null: on the platform): nobody changes it meanwhile, and neither the
 * platform nor one of them loses its last administrator. The organizations' locks come first.
 *
 * @throws AppError 404 for an organization that is gone, 409 LAST_ADMIN or LAST_OWNER
 */
export async function keepingAdministrators<T>(tx: Tx, places: readonly (string | null)[], change: () => Promise<T>): Promise<T> {
  const ids = [...new Set(places.filter((id) => id !== null))].sort();
  for (const id of ids) if (!(await lockOrganization(tx, id))) throw new AppError(NOT_FOUND);
  const refuse = () => {
    throw new AppError(LAST_OWNER);
  };
  const kept = ids.reduce((inner, id) => () => keepOwner(tx, id, refuse, inner), change);
  return oneAfterTheOther(tx, kept);
}

/** @throws AppError 422 for somebody who left meanwhile. The organization's lock keeps it true. */
export async function assertStillMember(tx: Tx, userId: string, organizationId: string | null): Promise<void> {
  if (organizationId === null) return;
  const found = await tx.membership.findUnique({ where: { organizationId_userId: { organizationId, userId } }, select: { userId: true } });
  if (!found) throw invalidFields({ organization_id: ["This person is no member of such an organization."] });
}
