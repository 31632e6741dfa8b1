import { holds, type Scope, scopeOf } from "@/lib/access/policy";
import type { RoleDetail, WirePermission } from "@/lib/features/rbac/schema";
import type { Viewer } from "@/lib/session/viewer";

const PLATFORM: Scope["kind"] = "platform";

/** What a screen offers. The operations decide, and know more: roles that hold more than the viewer are theirs to refuse. */
export function standingOf(viewer: Viewer, role: RoleDetail) {
  const may = (permission: "roles.create" | "roles.edit" | "roles.delete") => holds(viewer, permission) && scopeOf(viewer, permission).kind === PLATFORM;
  const isOwn = viewer.roles.some(({ id }) => id === role.id);
  const isFree = !role.is_system && !isOwn;
  return { mayEdit: isFree && may("roles.edit"), mayDelete: isFree && may("roles.delete"), mayClone: may("roles.create"), reason: reasonOf(role, isOwn) };
}

function reasonOf(role: RoleDetail, isOwn: boolean): string | undefined {
  if (role.is_system) return "System roles stay as they are. Clone this one, and change the copy.";
  return isOwn ? "You hold this role yourself, so somebody else has to change it." : undefined;
}

/** Names and wildcards that the viewer holds on the whole platform. */
export function grantableBy(viewer: Viewer, permissions: readonly WirePermission[]): string[] {
  const names = new Set(["*", ...permissions.flatMap(({ name, resource }) => [name, `${resource}.*`])]);
  return [...names].filter((name) => isHeldOnPlatform(viewer, name));
}

/** As `scopeOf` asks it of the catalogue's names; those made later and wildcards are no names of the catalogue. */
const isHeldOnPlatform = (viewer: Viewer, name: string): boolean => scopeOf(viewer, name as Parameters<typeof scopeOf>[1]).kind === PLATFORM;
