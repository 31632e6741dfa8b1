import type { PermissionName } from "@/lib/access/catalogue";
import { scopeOf } from "@/lib/access/policy";
import type { Viewer } from "@/lib/session/viewer";

/**
 * Whether the viewer's word counts that an address is proved: of administrators of the whole platform alone. Anybody may make an
 * organization of their own, and in it accounts with addresses of strangers, who would be led into them as if they had made them.
 */
export const mayVouch = (viewer: Viewer, permission: PermissionName): boolean => scopeOf(viewer, permission).kind === "platform";
