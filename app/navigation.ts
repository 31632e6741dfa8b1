import type { NavigationItem } from "@/components/shell/navigation";
import type { ShellViewer } from "@/components/shell/shell-viewer";
import type { PermissionName } from "@/lib/access/catalogue";
import { avatarUrl, fullName } from "@/lib/features/account/user-wire";
import { env } from "@/lib/env";
import { holds } from "@/lib/access/policy";
import type { Viewer } from "@/lib/session/viewer";

type Item = NavigationItem & { permission?: PermissionName };

const ITEMS: Item[] = [
  { href: "/dashboard", label: "Dashboard", icon: "dashboard" },
  { href: "/organizations", label: "Organizations", icon: "organizations" },
  { href: "/patients", label: "Patients", icon: "patients", permission: "patients.view" }, // feature:patients
  { href: "/account", label: "Profile", icon: "account", section: "Your account" },
  { href: "/account/security", label: "Security", icon: "security", section: "Your account" },
  { href: "/account/sessions", label: "Sessions", icon: "sessions", section: "Your account" },
  { href: "/account/activity", label: "Activity", icon: "activity", section: "Your account" },
  { href: "/admin", label: "Overview", icon: "overview", section: "Administration", permission: "dashboard.view" },
  { href: "/admin/users", label: "Users", icon: "users", section: "Administration", permission: "users.view" },
  { href: "/admin/roles", label: "Roles", icon: "security", section: "Administration", permission: "roles.view" },
  { href: "/admin/organizations", label: "All organizations", icon: "organizations", section: "Administration", permission: "organizations.view" },
  { href: "/admin/audit", label: "Audit trail", icon: "audit", section: "Administration", permission: "audit.view" },
];

const MAILBOX: Item = { href: "/dev/mailbox", label: "Mailbox", icon: "mailbox", section: "Development" };

/** The menu of a viewer: what they may open, and nothing else. */
export function navigationFor(viewer: Viewer): NavigationItem[] {
  const items = env.mailboxEnabled ? [...ITEMS, MAILBOX] : ITEMS;
  return items
    .filter(({ permission }) => !permission || holds(viewer, permission))
    .map(({ permission: _, ...item }) => item);
}

export const shellViewer = (viewer: Viewer): ShellViewer => ({
  name: fullName(viewer) ?? viewer.username,
  email: viewer.email,
  avatarUrl: viewer.avatarId && avatarUrl(viewer.avatarId),
  roles: viewer.roles.map((role) => role.displayName),
});
