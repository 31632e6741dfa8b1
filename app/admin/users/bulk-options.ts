import type { PermissionName } from "@/lib/access/catalogue";
import { holds } from "@/lib/access/policy";
import type { Viewer } from "@/lib/session/viewer";

const actions: { value: string; label: string; permission: PermissionName }[] = [
  { value: "revoke_sessions", label: "End all sessions", permission: "sessions.revoke" },
  { value: "ban", label: "Ban", permission: "users.ban" },
  { value: "unban", label: "Lift the ban", permission: "users.ban" },
  { value: "assign_role", label: "Give a role", permission: "users.assign_role" },
  { value: "delete", label: "Delete", permission: "users.delete" },
  { value: "restore", label: "Restore", permission: "users.delete" },
];

/** What this viewer may do to many at once. */
export const bulkOptions = (viewer: Viewer) => actions.filter(({ permission }) => holds(viewer, permission)).map(({ value, label }) => ({ value, label }));
