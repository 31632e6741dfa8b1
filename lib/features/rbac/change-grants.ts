/** The three ways to change what a role holds: the whole list, some more, some less. */
import { compilePermissions } from "@/lib/access/compile-permissions";
import type { Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Viewer } from "@/lib/session/viewer";
import { HELD_BY_WILDCARD } from "./errors";
import { assertChangeable, assertMayGrant, assertOnPlatform, oneAfterTheOther, readRole } from "./guard-role";
import { addGrants, type GrantRequest, removeGrants, resolveGrants, touchRole } from "./role-grants";

export type GrantChange = "sync" | "add" | "remove";

export interface ChangedGrants {
  added: string[];
  removed: string[];
}

interface Change {
  viewer: Viewer;
  roleId: string;
  by: GrantChange;
  request: GrantRequest;
}

/**
 * @throws AppError 403 PLATFORM_ONLY, ROLE_OUT_OF_REACH or GRANT_OUT_OF_REACH, 404, 409 SYSTEM_ROLE, OWN_ROLE,
 * HELD_BY_WILDCARD or LAST_ADMIN, 422
 */
export function changeGrants(tx: Tx, { viewer, roleId, by, request }: Change): Promise<ChangedGrants> {
  assertOnPlatform(viewer, "roles.edit");
  return oneAfterTheOther(tx, async () => {
    const role = await readRole(tx, viewer, roleId);
    assertChangeable(viewer, role);
    const { added, removed } = differenceOf(role.grants, await resolveGrants(tx, request), by);
    assertMayGrant(viewer, added);
    await removeGrants(tx, roleId, removed);
    await addGrants(tx, roleId, added);
    if (added.length + removed.length > 0) await touchRole(tx, roleId);
    return { added, removed };
  });
}

/** @throws AppError 409 when what is to be taken away would still be held, through a wildcard */
export function differenceOf(held: readonly string[], named: readonly string[], by: GrantChange): ChangedGrants {
  const has = new Set(held);
  const wanted = new Set(named);
  const added = by === "remove" ? [] : named.filter((name) => !has.has(name));
  if (by === "add") return { added, removed: [] };
  if (by === "sync") return { added, removed: held.filter((name) => !wanted.has(name)) };
  const left = held.filter((name) => !wanted.has(name));
  const isLeft = compilePermissions(left);
  const still = named.filter(isLeft);
  if (still.length > 0) throw new AppError(HELD_BY_WILDCARD, { details: { permissions: still.slice(0, 20) } });
  return { added, removed: held.filter((name) => wanted.has(name)) };
}
