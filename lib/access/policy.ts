/**
 * Who may: the declarations that operations and pages carry, and the two questions asked of them. Permissions decide;
 * role names are labels and are never tested.
 */
import type { Access, OwnOrAny, RowlessAccess } from "@/lib/edge/access";
import { permits } from "@/lib/edge/permission";
import type { Viewer } from "@/lib/session/viewer";
import type { PermissionName } from "./catalogue";

export type { Access, RowlessAccess };

type Anyone = Extract<Access, { kind: "anyone" }>;
type Gated = Exclude<RowlessAccess, Anyone>;

/** No account needed. A broken or expired credential counts as none. */
export const anyone = (): Anyone => ({ kind: "anyone" });

/** Any live session. */
export const signedIn = (): Gated => ({ kind: "signed-in" });

export const can = (permission: PermissionName): Gated => ({
  kind: "permission",
  mode: "all",
  permissions: [permission],
});

export const canAll = (...permissions: PermissionName[]): Gated => ({ kind: "permission", mode: "all", permissions });

export const canAny = (...permissions: PermissionName[]): Gated => ({ kind: "permission", mode: "any", permissions });

/** The row's owner, whom the operation's `owner` names, or a holder of one of the permissions. For operations alone. */
export const ownOrAny = (...permissions: [PermissionName, ...PermissionName[]]): OwnOrAny => ({ kind: "own-or-any", permissions });

/** Whether a row is the viewer's own, or they hold what opens other people's. `ownerId` null: it is nobody's, or not there. */
export const isOwnOrHeld = ({ permissions }: OwnOrAny, viewer: Viewer, ownerId: string | null): boolean =>
  ownerId === viewer.userId || permissions.some((permission) => permits(viewer.permissions, permission));

/** Does this viewer hold the permission, in the active organization or on the platform? */
export const holds = (viewer: Viewer, permission: PermissionName): boolean => permits(viewer.permissions, permission);

/** The rows a permission opens: all of them, or those of one organization. */
export type Scope = { kind: "platform" } | { kind: "organization"; organizationId: string };

/**
 * How far a held permission reaches. A role given on the whole platform reaches every tenant; one given in an
 * organization reaches that organization while it is the active one.
 */
export function scopeOf(viewer: Viewer, permission: PermissionName): Scope {
  if (permits(viewer.platformPermissions, permission)) return { kind: "platform" };
  return { kind: "organization", organizationId: viewer.organizationId ?? NO_ORGANIZATION };
}

/** Matches no row: a viewer without an active organization sees nobody else's data. */
const NO_ORGANIZATION = "00000000-0000-0000-0000-000000000000";
