import type { RoleDetail, RoleEntry } from "@/lib/features/rbac/schema";
import { ApiSession } from "./api-session";
import type { AuthConfig, RBACOptions } from "./client-config";
import type {
  AssignmentAnswer, AssignmentsAnswer, BulkAnswer, ChangedPermissionAnswer, ChangedRoleAnswer, CreatePermissionInput, CreateRoleInput, DeletedPermissionAnswer,
  DeletedRoleAnswer, ExportedRBAC, GiveRoleInput, GrantsAnswer, GrantsInput, ImportAnswer, PermissionAnswer, PermissionsAnswer, PrimaryRoleAnswer, RBACFile,
  RoleAnswer, RolePermissionsAnswer, RolesAnswer, RoleUsersAnswer, UpdatedPermissionAnswer, UpdatedRoleAnswer, UpdatePermissionInput, UpdateRoleInput, UserRoleAnswer,
} from "./rbac-wire";
import { type ApiRequest, at, type CallOptions } from "./send-request";

/** Roles and permissions. Each call asks for the permission that its endpoint declares (contracts/access-matrix.md). */
export class RBACClient {
  private readonly session: ApiSession;

  /** Of the same sign-in as another client (`auth.session`), or by itself. @throws ConfigValidationError */
  constructor(source: ApiSession | (AuthConfig & RBACOptions) = {}) {
    if (source instanceof ApiSession) this.session = source;
    else {
      const { rbacPrefix = source.rbac?.rbacPrefix, autoFetchPermissions = source.rbac?.autoFetchPermissions, permissionCacheTTL = source.rbac?.permissionCacheTTL, ...config } = source;
      this.session = new ApiSession({ ...config, rbac: { rbacPrefix, autoFetchPermissions, permissionCacheTTL } });
    }
  }

  listRoles(includePermissions: true, options?: CallOptions): Promise<RolesAnswer<RoleDetail>>;
  listRoles(includePermissions?: false, options?: CallOptions): Promise<RolesAnswer<RoleEntry>>;
  listRoles(includePermissions = false, options?: CallOptions): Promise<RolesAnswer> {
    return this.call("GET", "/roles", { query: { include_permissions: includePermissions }, ...options });
  }

  getRole = (roleId: string, options?: CallOptions) => this.call<RoleAnswer>("GET", at`/roles/${roleId}`, options);
  createRole = (role: CreateRoleInput, options?: CallOptions) => this.call<ChangedRoleAnswer>("POST", "/roles", { body: role, ...options });
  updateRole = (roleId: string, changes: UpdateRoleInput, options?: CallOptions) => this.call<UpdatedRoleAnswer>("PUT", at`/roles/${roleId}`, { body: changes, ...options });

  /** `force`: also one that people hold, who get the default role instead. */
  deleteRole = (roleId: string, force = false, options?: CallOptions) => this.call<DeletedRoleAnswer>("DELETE", at`/roles/${roleId}`, { query: { force }, ...options });

  cloneRole = (roleId: string, newName: string, description?: string, options?: CallOptions) =>
    this.call<ChangedRoleAnswer>("POST", at`/roles/${roleId}/clone`, { body: { name: newName, description }, ...options });

  listPermissions = (filter: { category?: string; resource?: string } = {}, options?: CallOptions) => this.call<PermissionsAnswer>("GET", "/permissions", { query: filter, ...options });
  getPermission = (permissionId: string, options?: CallOptions) => this.call<PermissionAnswer>("GET", at`/permissions/${permissionId}`, options);
  createPermission = (permission: CreatePermissionInput, options?: CallOptions) => this.call<ChangedPermissionAnswer>("POST", "/permissions", { body: permission, ...options });

  updatePermission = (permissionId: string, changes: UpdatePermissionInput, options?: CallOptions) =>
    this.call<UpdatedPermissionAnswer>("PUT", at`/permissions/${permissionId}`, { body: changes, ...options });

  /** `force`: also one that roles hold by its name, which lose it. */
  deletePermission = (permissionId: string, force = false, options?: CallOptions) =>
    this.call<DeletedPermissionAnswer>("DELETE", at`/permissions/${permissionId}`, { query: { force }, ...options });

  /** At most 10,000; what exists, is blank or not valid is skipped, and `skipped_entries` says why. */
  createPermissionsBulk = (permissions: (CreatePermissionInput | string)[], options?: CallOptions) => this.call<BulkAnswer>("POST", "/permissions/bulk", { body: { permissions }, ...options });

  getRolePermissions = (roleId: string, options?: CallOptions) => this.call<RolePermissionsAnswer>("GET", at`/roles/${roleId}/permissions`, options);

  /** Exactly these. */
  syncRolePermissions = (roleId: string, grants: string[] | GrantsInput, options?: CallOptions) => this.grants("PUT", roleId, grants, options);
  addRolePermissions = (roleId: string, grants: string[] | GrantsInput, options?: CallOptions) => this.grants("POST", roleId, grants, options);
  removeRolePermissions = (roleId: string, grants: string[] | GrantsInput, options?: CallOptions) => this.grants("DELETE", roleId, grants, options);

  /** The primary role, and what somebody may. */
  getUserRole = (userId: string, options?: CallOptions) => this.call<UserRoleAnswer>("GET", at`/users/${userId}/role`, options);

  /** The primary role. By its id; or with organization and end, as `{ role: "auditor", expires_at: … }`. */
  assignRoleToUser = (userId: string, role: string | GiveRoleInput, options?: CallOptions) =>
    this.call<PrimaryRoleAnswer>("PUT", at`/users/${userId}/role`, { body: typeof role === "string" ? { role_id: role } : role, ...options });

  revokeRoleFromUser = (userId: string, options?: CallOptions) => this.call<AssignmentAnswer>("DELETE", at`/users/${userId}/role`, options);

  /** Every role of somebody, where and until when. */
  listUserRoles = (userId: string, options?: CallOptions) => this.call<AssignmentsAnswer>("GET", at`/users/${userId}/roles`, options);

  /** One role more. */
  giveRole = (userId: string, role: GiveRoleInput, options?: CallOptions) => this.call<AssignmentAnswer>("POST", at`/users/${userId}/roles`, { body: role, ...options });

  takeRole = (userId: string, assignmentId: string, options?: CallOptions) => this.call<AssignmentAnswer>("DELETE", at`/users/${userId}/roles/${assignmentId}`, options);

  listUsersByRole = (roleId: string, page = 1, perPage = 20, options?: CallOptions) =>
    this.call<RoleUsersAnswer>("GET", "/users", { query: { role_id: roleId, page, per_page: perPage }, ...options });

  getMyRole = (options?: CallOptions) => this.call<UserRoleAnswer>("GET", "/me", options);
  getMyPermissions = (options?: CallOptions) => this.call<{ permissions: string[] }>("GET", "/me/permissions", options);

  /** Which of them one holds, of at most 500. */
  checkMyPermissions = (permissions: string[], options?: CallOptions) => this.call<{ results: Record<string, boolean> }>("POST", "/me/check", { body: { permissions }, ...options });

  exportConfig = (options?: CallOptions) => this.call<ExportedRBAC>("GET", "/export", options);

  /** All of it or nothing. `dryRun`: says what would happen, and why it would be refused. */
  importConfig = (file: RBACFile, { dryRun = false, ...options }: CallOptions & { dryRun?: boolean } = {}) =>
    this.call<ImportAnswer>("POST", "/import", { body: file, query: { dry_run: dryRun }, ...options });

  private grants(method: "PUT" | "POST" | "DELETE", roleId: string, grants: string[] | GrantsInput, options?: CallOptions) {
    return this.call<GrantsAnswer>(method, at`/roles/${roleId}/permissions`, { body: Array.isArray(grants) ? { permission_ids: grants } : grants, ...options });
  }

  private call<T>(method: ApiRequest["method"], path: string, rest: Omit<ApiRequest, "method" | "path"> = {}): Promise<T> {
    return this.session.call<T>({ method, path: this.session.config.rbac.rbacPrefix + path, ...rest });
  }
}
