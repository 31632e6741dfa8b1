/** The three changes to what somebody holds: one role more, the primary one replaced, one less. Bulk work calls them too. */
import { scopeOf } from "@/lib/access/policy";
import type { Tx } from "@/lib/db";
import { AppError, CONFLICT } from "@/lib/errors";
import type { Target } from "@/lib/features/admin/target";
import type { Viewer } from "@/lib/session/viewer";
import type { GiveInput } from "./assignment-schema";
import { type Assignment, giveRole, listAssignments, takeAssignment, takeRoleAt } from "./assignments";
import { NO_ROLE, ROLE_ALREADY_HELD } from "./errors";
import { assertHolderWithinReach, assertMayGive, assertStillMember, assertWithinScope, endOf, keepingAdministrators, placeOf, roleToGive } from "./guard-assignment";

/** Who changes whose roles. */
export interface Change {
  viewer: Viewer;
  target: Target;
}

const scopeFor = (viewer: Viewer) => scopeOf(viewer, "users.assign_role");

async function assignmentAt(tx: Tx, { viewer, target }: Change, id: string | null): Promise<Assignment> {
  const found = (await listAssignments(scopeFor(viewer), target.id, tx)).find((assignment) => assignment.id === id);
  if (!found) throw new Error("the assignment that was just written is not there");
  return found;
}

/** @throws AppError as the guards do, and 409 ROLE_ALREADY_HELD */
export async function addRole(tx: Tx, { viewer, target }: Change, input: GiveInput): Promise<Assignment> {
  const scope = scopeFor(viewer);
  const expiresAt = endOf(input.expires_at);
  const role = await roleToGive(tx, viewer, input);
  const organizationId = placeOf(viewer, scope, target, role, input.organization_id);
  return keepingAdministrators(tx, [organizationId], async () => {
    await assertHolderWithinReach(tx, viewer, scope, target);
    await assertStillMember(tx, target.id, organizationId);
    assertMayGive(viewer, await roleToGive(tx, viewer, { role_id: role.id }), organizationId);
    const id = await giveRole(tx, { userId: target.id, roleId: role.id, organizationId, grantedById: viewer.userId, expiresAt });
    if (!id) throw new AppError(ROLE_ALREADY_HELD);
    return assignmentAt(tx, { viewer, target }, id);
  });
}

/** The first of those that the viewer may change. */
async function findPrimary(tx: Tx, { viewer, target }: Change): Promise<Assignment | null> {
  const scope = scopeFor(viewer);
  const held = await listAssignments(scope, target.id, tx);
  return held.find(({ organizationId }) => scope.kind === "platform" || organizationId === scope.organizationId) ?? null;
}

/** Runs under the locks of where the primary role is held and of `place`. @throws AppError 409 when another became it meanwhile */
async function holdingPrimary<T>(tx: Tx, step: Change, primary: Assignment | null, places: (string | null)[], change: () => Promise<T>): Promise<T> {
  return keepingAdministrators(tx, primary ? [primary.organizationId, ...places] : places, async () => {
    await assertHolderWithinReach(tx, step.viewer, scopeFor(step.viewer), step.target);
    if ((await findPrimary(tx, step))?.id !== primary?.id) throw new AppError(CONFLICT, { message: "Somebody changed this person's roles at the same time. Try again." });
    return change();
  });
}

export interface Replaced {
  assignment: Assignment;
  previous: Assignment | null;
}

/**
 * The new role stands where the old one stood, in the list and, unless the request says otherwise, in its organization. One
 * that was held on the platform leaves nothing there: a role that holds less should not reach further than it was meant to.
 * @throws AppError as the guards do
 */
export async function replacePrimaryRole(tx: Tx, { viewer, target }: Change, input: GiveInput): Promise<Replaced> {
  const scope = scopeFor(viewer);
  const expiresAt = endOf(input.expires_at);
  const role = await roleToGive(tx, viewer, input);
  const previous = await findPrimary(tx, { viewer, target });
  const sameOrganization = role.grants.includes("*") ? undefined : target.organizationIds.find((id) => id === previous?.organizationId);
  const organizationId = placeOf(viewer, scope, target, role, input.organization_id === undefined ? sameOrganization : input.organization_id);
  return holdingPrimary(tx, { viewer, target }, previous, [organizationId], async () => {
    await assertStillMember(tx, target.id, organizationId);
    assertMayGive(viewer, await roleToGive(tx, viewer, { role_id: role.id }), organizationId);
    if (previous) await takeAssignment(tx, previous.id);
    const place = { userId: target.id, roleId: role.id, organizationId };
    await takeRoleAt(tx, place);
    const id = await giveRole(tx, { ...place, grantedById: viewer.userId, expiresAt, since: previous ? justBefore(previous.createdAt) : undefined });
    return { assignment: await assignmentAt(tx, { viewer, target }, id), previous };
  });
}

/** Of roles that were given at the same instant the older id comes first, and a new one is never older. */
const justBefore = (instant: Date): Date => new Date(instant.getTime() - 1);

/** @throws AppError as the guards do, and 409 NO_ROLE */
export async function takePrimaryRole(tx: Tx, step: Change): Promise<Assignment> {
  const primary = await findPrimary(tx, step);
  return holdingPrimary(tx, step, primary, [], async () => {
    if (!primary) throw new AppError(NO_ROLE);
    await takeAssignment(tx, primary.id);
    return primary;
  });
}

/** @throws AppError as the guards do, and 403 PLATFORM_ONLY. @returns false when it is gone already */
export function takeRole(tx: Tx, { viewer, target }: Change, { id, organizationId }: Assignment): Promise<boolean> {
  const scope = scopeFor(viewer);
  return keepingAdministrators(tx, [organizationId], async () => {
    await assertHolderWithinReach(tx, viewer, scope, target);
    assertWithinScope(scope, organizationId);
    return takeAssignment(tx, id);
  });
}
