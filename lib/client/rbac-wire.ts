/** What the calls of `RBACClient` send and get. Types alone. */
import type { z } from "zod";
import type { UserSummary } from "@/lib/features/admin/schema";
import type { giveInput, WireAssignment } from "@/lib/features/rbac/assignment-schema";
import type { exportOutput, ImportReport, importInput } from "@/lib/features/rbac/import-schema";
import type { grantFields, RoleDetail, RoleEntry, WirePermission, WireRole, wireRoleSummary } from "@/lib/features/rbac/schema";
import type { Message } from "./auth-wire";
import type { Change, PageFigures } from "./list-wire";

type RoleSummary = z.output<typeof wireRoleSummary>;

export interface RolesAnswer<Entry = RoleDetail | RoleEntry> {
  roles: Entry[];
  total: number;
  count: number;
}

export type RoleAnswer = RoleDetail & { role: RoleDetail };
export type ChangedRoleAnswer = Message & { role: RoleDetail };
export type UpdatedRoleAnswer = ChangedRoleAnswer & { changes: Record<string, Change> };
export type DeletedRoleAnswer = Message & { role_id: string; role_name: string; force: boolean; users_reassigned: number };

/** Ids of permissions, or names and wildcards, or both. */
export type GrantsInput = { [Name in keyof typeof grantFields]?: string[] };
export type CreateRoleInput = GrantsInput & { name: string; display_name?: string | null; description?: string | null; is_system?: false };
export type UpdateRoleInput = { display_name?: string; description?: string | null };

/** `added` and `removed`: names and wildcards. */
export type GrantsAnswer = ChangedRoleAnswer & { added: string[]; removed: string[] };

export interface RolePermissionsAnswer {
  role_id: string;
  permissions: WirePermission[];
  grants: string[];
}

export interface PermissionsAnswer {
  permissions: WirePermission[];
  total: number;
  count: number;
}

export type PermissionAnswer = WirePermission & { permission: WirePermission };
export type ChangedPermissionAnswer = Message & { permission: WirePermission };
export type UpdatedPermissionAnswer = ChangedPermissionAnswer & { changes: Record<string, Change> };
export type DeletedPermissionAnswer = Message & { permission_id: string; permission_name: string; force: boolean; roles: string[] };
export type CreatePermissionInput = { name: string; display_name?: string | null; description?: string | null; category?: string | null; is_system?: false };
export type UpdatePermissionInput = { display_name?: string; description?: string | null; category?: string };

export type BulkAnswer = Message & {
  created: number;
  skipped: number;
  permissions: WirePermission[];
  /** The first 200. */
  skipped_entries: { index: number; name: string | null; reason: string }[];
};

export interface UserRoleAnswer {
  user_id: string;
  /** The primary one: that which was given first. */
  role: WireRole | null;
  roles: RoleSummary[];
  permissions: string[];
}

export interface AssignmentsAnswer {
  user_id: string;
  assignments: WireAssignment[];
  total: number;
  count: number;
}

export type GiveRoleInput = z.input<typeof giveInput>;
export type AssignmentAnswer = Message & { user_id: string; assignment: WireAssignment };
export type PrimaryRoleAnswer = Message & { user_id: string; role_id: string; role_name: string; user: { id: string; email: string; role_id: string; role_name: string }; assignment: WireAssignment; previous: WireAssignment | null };
export type RoleUsersAnswer = PageFigures & { users: UserSummary[] };

export type ExportedRBAC = z.output<typeof exportOutput>;
export type RBACFile = z.input<typeof importInput>;
export type ImportAnswer = ImportReport & Message;
