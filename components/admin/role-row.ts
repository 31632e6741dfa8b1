/** A role as the administration's screens show it. */
export interface RoleRow {
  id: string;
  name: string;
  displayName: string;
  description: string | null;
  isSystem: boolean;
  /** Names and wildcards, as they are stored. */
  grants: string[];
  usersCount: number;
}

/** Permissions by category and resource, for a matrix of what a role holds. */
export interface PermissionGroup {
  category: string;
  resources: { name: string; permissions: { name: string; label: string; description: string | null }[] }[];
}
