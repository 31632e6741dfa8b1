import type { PermissionGroup, RoleRow } from "@/components/admin/role-row";
import type { RoleEntry, WirePermission } from "@/lib/features/rbac/schema";

/** A role of the API as the screens show it. */
export const toRoleRow = (role: RoleEntry): RoleRow => ({
  id: role.id,
  name: role.name,
  displayName: role.display_name,
  description: role.description,
  isSystem: role.is_system,
  grants: role.grants,
  usersCount: role.users_count,
});

/** Permissions as they come, by category and name. */
export function groupPermissions(permissions: readonly WirePermission[]): PermissionGroup[] {
  const groups: PermissionGroup[] = [];
  for (const { category, resource, name, display_name: label, description } of permissions) {
    const group = groups.find((known) => known.category === category) ?? groups[groups.push({ category, resources: [] }) - 1];
    const known = group?.resources.find((entry) => entry.name === resource);
    if (known) known.permissions.push({ name, label, description });
    else group?.resources.push({ name: resource, permissions: [{ name, label, description }] });
  }
  return groups;
}
