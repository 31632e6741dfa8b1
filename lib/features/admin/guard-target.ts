/** What every change to somebody else's account asks first. */
import { coversGrants } from "@/lib/access/reach";
import { scopeOf } from "@/lib/access/policy";
import type { PermissionName } from "@/lib/access/catalogue";
import { AppError, NOT_FOUND } from "@/lib/errors";
import type { Tx } from "@/lib/db";
import type { Viewer } from "@/lib/session/viewer";
import { OUT_OF_REACH } from "./errors";
import { type Target, unsafeListGrants } from "./target";

/**
 * Somebody who holds more than the viewer, or who belongs to an organization that the viewer does not administer, is out of
 * reach: a ban or a deletion would be felt there too.
 *
 * @throws AppError 404 for a deleted account, 403 OUT_OF_REACH
 */
export async function assertWithinReach(tx: Tx, viewer: Viewer, permission: PermissionName, target: Target): Promise<void> {
  if (target.isDeleted) throw new AppError(NOT_FOUND);
  const scope = scopeOf(viewer, permission);
  const isElsewhere = scope.kind === "organization" && target.organizationIds.some((id) => id !== scope.organizationId);
  if (isElsewhere || !coversGrants(viewer, await unsafeListGrants(tx, target.id))) throw new AppError(OUT_OF_REACH);
}

/** The organization whose trail an act belongs to: the actor's, where the target is a member of it, else the target's own. */
export function trailOf(viewer: Viewer | null, target: Pick<Target, "organizationIds">): string | null {
  const active = viewer?.organizationId ?? null;
  return active !== null && target.organizationIds.includes(active) ? active : (target.organizationIds[0] ?? null);
}
