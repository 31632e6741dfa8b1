/** A role for a new or returning account: where it counts, and who may give it. */
import { coversGrants } from "@/lib/access/reach";
import type { Viewer } from "@/lib/session/viewer";
import type { GivenRole } from "./create-person";

/** A role that holds everything is the platform's; every other one counts in the organization that the person joins. */
export const reachOf = (role: GivenRole, organizationId: string | null): string | null => (role.permissions.includes("*") ? null : organizationId);

/** Nobody gives what they do not hold, as far as it would reach. */
export const mayGive = (viewer: Viewer, role: GivenRole, organizationId: string | null): boolean =>
  coversGrants(viewer, role.permissions.map((permission) => ({ permission, organizationId })));
