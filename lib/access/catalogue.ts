/**
 * The permission catalogue: the built-in permissions, typed, so that a misspelt one does not compile. Permissions
 * made at run time live beside it in the database. What a product adds is appended by its feature.
 */
interface CatalogueEntry {
  description: string;
  /** The feature that will use it, while no operation does. A permission is used or pending, never both. */
  pending?: string;
}

const users = {
  "users.view": { description: "See people and their sessions" },
  "users.create": { description: "Create people" },
  "users.edit": { description: "Edit people's accounts, unlock them, ask for a new password" },
  "users.delete": { description: "Delete and restore people" },
  "users.ban": { description: "Ban and unban people" },
  "users.assign_role": { description: "Give and take roles" },
  "users.reset_password": { description: "Send a set-password link" },
  "users.impersonate": { description: "Act as somebody else", pending: "impersonation" },
  "users.export": { description: "Export people" },
  "users.import": { description: "Import people" },
} as const satisfies Record<string, CatalogueEntry>;

const access = {
  "roles.view": { description: "See roles and what they hold" },
  "roles.create": { description: "Create roles" },
  "roles.edit": { description: "Change roles" },
  "roles.delete": { description: "Delete roles" },
  "permissions.view": { description: "See permissions" },
  "permissions.create": { description: "Create permissions" },
  "permissions.edit": { description: "Change permissions" },
  "permissions.delete": { description: "Delete permissions" },
  "rbac.admin": { description: "Everything about roles and permissions" },
  "rbac.export": { description: "Export roles and permissions" },
  "rbac.import": { description: "Import roles and permissions" },
} as const satisfies Record<string, CatalogueEntry>;

const oversight = {
  "sessions.view": { description: "See other people's sessions" },
  "sessions.revoke": { description: "End other people's sessions" },
  "audit.view": { description: "Read the audit trail" },
  "audit.export": { description: "Export the audit trail" },
  "audit.verify": { description: "Verify the audit trail's seals" },
  "activity.view": { description: "Read other people's activity" },
  "compliance.view": { description: "Read compliance reports" },
  "compliance.export": { description: "Export compliance reports" },
  "dashboard.view": { description: "See the administration's figures" },
  "dashboard.analytics": { description: "See analytics" },
} as const satisfies Record<string, CatalogueEntry>;

const platform = {
  "organizations.view": { description: "See organizations" },
  "organizations.create": { description: "Create organizations where members may not" },
  "organizations.edit": { description: "Rename organizations, add and remove members" },
  "organizations.delete": { description: "Delete organizations" },
  "organizations.invite": { description: "Invite people" },
  "settings.view": { description: "See settings", pending: "settings" },
  "settings.edit": { description: "Change settings", pending: "settings" },
  "system.health": { description: "See the system's health" },
} as const satisfies Record<string, CatalogueEntry>;

// feature:patients begin
const patients = {
  "patients.view": { description: "See everybody's patients" },
  "patients.create": { description: "Take in patients" },
  "patients.edit": { description: "Change everybody's patients" },
  "patients.delete": { description: "Delete everybody's patients" },
} as const satisfies Record<string, CatalogueEntry>;
// feature:patients end

const entries = {
  ...users,
  ...access,
  ...oversight,
  ...platform,
  ...patients, // feature:patients
};

/** A built-in permission: `resource.action`. */
export type PermissionName = keyof typeof entries;

const CATEGORIES: Record<string, string> = {
  users: "Users",
  roles: "Roles and permissions",
  permissions: "Roles and permissions",
  rbac: "Roles and permissions",
  sessions: "Sessions",
  audit: "Audit",
  activity: "Audit",
  compliance: "Audit",
  dashboard: "Dashboard",
  organizations: "Organizations",
  settings: "System",
  system: "System",
  patients: "Patients", // feature:patients
};

const titleCase = (words: string) => words.charAt(0).toUpperCase() + words.slice(1).replaceAll("_", " ");

/** The catalogue as rows, in the order in which it is shown. */
export const CATALOGUE: readonly {
  name: PermissionName;
  displayName: string;
  description: string;
  category: string;
  resource: string;
  action: string;
  pending?: string;
}[] = (Object.entries(entries) as [PermissionName, CatalogueEntry][]).map(([name, entry]) => {
  const [resource = "", action = ""] = name.split(".");
  return {
    name,
    displayName: `${titleCase(action)} ${resource}`,
    description: entry.description,
    category: CATEGORIES[resource] ?? "Other",
    resource,
    action,
    pending: entry.pending,
  };
});
