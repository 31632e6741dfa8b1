/** All that somebody holds, replaced at once: in one organization and, for whoever reaches it, on the platform. */
import { type Scope, scopeOf } from "@/lib/access/policy";
import type { Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Target } from "@/lib/features/admin/target";
import type { Viewer } from "@/lib/session/viewer";
import { type Assignment, giveRole, listAssignments, takeAssignment } from "./assignments";
import type { Change } from "./change-assignments";
import { ROLE_NOT_FOUND } from "./errors";
import { assertHolderWithinReach, assertMayGive, assertStillMember, keepingAdministrators, placeOf, roleToGive } from "./guard-assignment";
import type { RoleToChange } from "./guard-role";

interface Place {
  role: RoleToChange;
  organizationId: string | null;
}

export interface ReplacedRoles {
  before: Assignment[];
  after: Assignment[];
}

/** Where the viewer replaces: elsewhere, what the person holds stays as it is. */
function placesOf(viewer: Viewer, scope: Scope, target: Target): (string | null)[] {
  if (scope.kind === "organization") return [scope.organizationId];
  const home = target.organizationIds.find((id) => id === viewer.organizationId) ?? target.organizationIds[0];
  return home === undefined ? [null] : [null, home];
}

/** What the replacement is about: the assignments in those places. */
export async function heldInPlaces(tx: Tx, viewer: Viewer, target: Target): Promise<Assignment[]> {
  const scope = scopeOf(viewer, "users.assign_role");
  const places = placesOf(viewer, scope, target);
  return (await listAssignments(scope, target.id, tx)).filter(({ organizationId }) => places.includes(organizationId));
}

/** A role that is held already stays where it is held: writing back what was read moves nothing to the platform. */
async function placedRoles(tx: Tx, { viewer, target }: Change, names: readonly string[], held: readonly Assignment[]): Promise<Place[]> {
  const scope = scopeOf(viewer, "users.assign_role");
  const placed: Place[] = [];
  for (const name of new Set(names)) {
    const role = await roleToGive(tx, viewer, { role: name }).catch((error: unknown) => {
      const isUnknown = error instanceof AppError && error.code === ROLE_NOT_FOUND.code;
      throw isUnknown ? new AppError(ROLE_NOT_FOUND, { message: `There is no role ${name}.`, details: { fields: { roles: [`There is no role ${name}.`] } } }) : error;
    });
    const kept = held.filter(({ roleId }) => roleId === role.id);
    if (kept.length > 0) placed.push(...kept.map(({ organizationId }) => ({ role, organizationId })));
    else placed.push({ role, organizationId: placeOf(viewer, scope, target, role, undefined) });
  }
  return placed;
}

const isSame = (assignment: Assignment, { role, organizationId }: Place) => assignment.roleId === role.id && assignment.organizationId === organizationId;

/** @throws AppError as the guards do */
export async function replaceRoles(tx: Tx, change: Change, names: readonly string[]): Promise<ReplacedRoles> {
  const { viewer, target } = change;
  const scope = scopeOf(viewer, "users.assign_role");
  return keepingAdministrators(tx, placesOf(viewer, scope, target), async () => {
    await assertHolderWithinReach(tx, viewer, scope, target);
    const before = await heldInPlaces(tx, viewer, target);
    const wanted = await placedRoles(tx, change, names, before);
    for (const assignment of before) if (!wanted.some((place) => isSame(assignment, place))) await takeAssignment(tx, assignment.id);
    const missing = wanted.filter((place) => !before.some((assignment) => isSame(assignment, place)));
    for (const { role, organizationId } of missing) {
      await assertStillMember(tx, target.id, organizationId);
      assertMayGive(viewer, await roleToGive(tx, viewer, { role_id: role.id }), organizationId);
      await giveRole(tx, { userId: target.id, roleId: role.id, organizationId, grantedById: viewer.userId, expiresAt: null });
    }
    return { before, after: await heldInPlaces(tx, viewer, target) };
  });
}
