/** Who may act on whom: nobody grants what they do not hold, and nobody acts on somebody who holds more. */
import { permits } from "@/lib/edge/permission";
import type { Viewer } from "@/lib/session/viewer";

/** A permission or wildcard as somebody holds it, or as it would be given. */
export interface Grant {
  permission: string;
  /** null: on the whole platform. */
  organizationId: string | null;
}

/** Whether the viewer holds every one of these, as far as each of them reaches. */
export const coversGrants = (viewer: Viewer, grants: readonly Grant[]): boolean =>
  grants.every(({ permission, organizationId }) => {
    if (permits(viewer.platformPermissions, permission)) return true;
    return organizationId !== null && organizationId === viewer.organizationId && permits(viewer.permissions, permission);
  });
