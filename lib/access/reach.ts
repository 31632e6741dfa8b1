/** Who may act on whom: nobody grants what they do not hold, and nobody acts on somebody who holds more. */
import type { Viewer } from "@/lib/session/viewer";
import { compilePermissions } from "./compile-permissions";

/** A permission or wildcard as somebody holds it, or as it would be given. */
export interface Grant {
  permission: string;
  /** null: on the whole platform. */
  organizationId: string | null;
}

/** What somebody holds, and where it counts: a viewer, or whoever acts no more but once did. */
export type Holder = Pick<Viewer, "permissions" | "platformPermissions" | "organizationId">;

/** Whether the viewer holds every one of these, as far as each of them reaches. */
export function coversGrants(viewer: Holder, grants: readonly Grant[]): boolean {
  const onPlatform = compilePermissions(viewer.platformPermissions);
  const here = compilePermissions(viewer.permissions);
  return grants.every(({ permission, organizationId }) => {
    if (onPlatform(permission)) return true;
    return organizationId !== null && organizationId === viewer.organizationId && here(permission);
  });
}
