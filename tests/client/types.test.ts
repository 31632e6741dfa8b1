/**
 * What the clients promise is what the operations declare, to the last optional field. The compiler is the test
 * (`npm run types`): whatever differs does not compile.
 */
import type { z } from "zod";
import { it } from "vitest";
import type * as admin from "@/lib/client/admin-wire";
import type * as audit from "@/lib/client/audit-wire";
import type * as auth from "@/lib/client/auth-wire";
import type * as rbac from "@/lib/client/rbac-wire";
import type { changePassword } from "@/lib/features/account/operations/change-password";
import type { removeAvatar } from "@/lib/features/account/operations/remove-avatar";
import type { showAccount } from "@/lib/features/account/operations/show-account";
import type { updateProfile } from "@/lib/features/account/operations/update-profile";
import type { uploadAvatar } from "@/lib/features/account/operations/upload-avatar";
import type { banUser } from "@/lib/features/admin/operations/ban-user";
import type { changeManyUsers } from "@/lib/features/admin/operations/change-many-users";
import type { createUser } from "@/lib/features/admin/operations/create-user";
import type { deleteUser } from "@/lib/features/admin/operations/delete-user";
import type { endUserSessions } from "@/lib/features/admin/operations/end-user-sessions";
import type { exportUsers } from "@/lib/features/admin/operations/export-users";
import type { getStats } from "@/lib/features/admin/operations/get-stats";
import type { getUser } from "@/lib/features/admin/operations/get-user";
import type { importUsers } from "@/lib/features/admin/operations/import-users";
import type { listUserSessions } from "@/lib/features/admin/operations/list-user-sessions";
import type { listUsers } from "@/lib/features/admin/operations/list-users";
import type { requirePasswordChange } from "@/lib/features/admin/operations/require-password-change";
import type { restoreUser } from "@/lib/features/admin/operations/restore-user";
import type { unbanUser } from "@/lib/features/admin/operations/unban-user";
import type { unlockUser } from "@/lib/features/admin/operations/unlock-user";
import type { updateUser } from "@/lib/features/admin/operations/update-user";
import type { exportLogs } from "@/lib/features/audit/operations/export-logs";
import type { exportPhi } from "@/lib/features/audit/operations/export-phi";
import type { getSealStatus } from "@/lib/features/audit/operations/get-seal-status";
import type { listLogs } from "@/lib/features/audit/operations/list-logs";
import type { listOwnActivity } from "@/lib/features/audit/operations/list-own-activity";
import type { listOwnLogs } from "@/lib/features/audit/operations/list-own-logs";
import type { listResourceActivity } from "@/lib/features/audit/operations/list-resource-activity";
import type { listSecurityEvents } from "@/lib/features/audit/operations/list-security-events";
import type { reportPhi } from "@/lib/features/audit/operations/report-phi";
import type { summarizeSecurity } from "@/lib/features/audit/operations/summarize-security";
import type { verifyTrail } from "@/lib/features/audit/operations/verify-trail";
import type { checkAuth } from "@/lib/features/auth/operations/check-auth";
import type { login } from "@/lib/features/auth/operations/login";
import type { registerAccount } from "@/lib/features/auth/operations/register";
import type { addRolePermissions, removeRolePermissions, syncRolePermissions } from "@/lib/features/rbac/operations/change-role-permissions";
import type { cloneRole } from "@/lib/features/rbac/operations/clone-role";
import type { createPermission } from "@/lib/features/rbac/operations/create-permission";
import type { createPermissions } from "@/lib/features/rbac/operations/create-permissions";
import type { createRole } from "@/lib/features/rbac/operations/create-role";
import type { deletePermission } from "@/lib/features/rbac/operations/delete-permission";
import type { deleteRole } from "@/lib/features/rbac/operations/delete-role";
import type { exportRbac } from "@/lib/features/rbac/operations/export-rbac";
import type { getPermission } from "@/lib/features/rbac/operations/get-permission";
import type { getRole } from "@/lib/features/rbac/operations/get-role";
import type { giveRoleToUser } from "@/lib/features/rbac/operations/give-role";
import type { importRbac } from "@/lib/features/rbac/operations/import-rbac";
import type { listAllPermissions } from "@/lib/features/rbac/operations/list-permissions";
import type { listAllRoles } from "@/lib/features/rbac/operations/list-roles";
import type { listRolePermissions } from "@/lib/features/rbac/operations/list-role-permissions";
import type { listRoleUsers } from "@/lib/features/rbac/operations/list-role-users";
import type { listUserRoles } from "@/lib/features/rbac/operations/list-user-roles";
import type { setPrimaryRole } from "@/lib/features/rbac/operations/set-primary-role";
import type { showOwnRoles } from "@/lib/features/rbac/operations/show-own-roles";
import type { showPrimaryRole } from "@/lib/features/rbac/operations/show-primary-role";
import type { takePrimaryRoleFromUser } from "@/lib/features/rbac/operations/take-primary-role";
import type { takeRoleFromUser } from "@/lib/features/rbac/operations/take-role";
import type { updatePermission } from "@/lib/features/rbac/operations/update-permission";
import type { updateRole } from "@/lib/features/rbac/operations/update-role";
import type { endOtherSessions } from "@/lib/features/sessions/operations/end-other-sessions";
import type { endOwnSession } from "@/lib/features/sessions/operations/end-own-session";
import type { listOwnSessions } from "@/lib/features/sessions/operations/list-own-sessions";
import type { AnyOperation, OutputOf } from "@/lib/operation";

/** Intersections written out, so that two spellings of one shape are one type. */
type Flat<T> = T extends Date ? T : T extends readonly (infer Item)[] ? Flat<Item>[] : T extends object ? { [Key in keyof T]: Flat<T[Key]> } : T;
type IsSame<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Answers<Wire, Op extends AnyOperation> = IsSame<Flat<Wire>, Flat<OutputOf<Op>>>;
type Sends<Wire, Op extends AnyOperation> = IsSame<Flat<Wire>, Flat<z.input<NonNullable<Op["input"]>>>>;
/** A query is text on the way, so its schema coerces, and says nothing of what goes in, so its names are compared; values are sent in the tests of each client. */
type Asks<Wire, Op extends AnyOperation> = IsSame<keyof Wire, keyof z.output<NonNullable<Op["query"]>>>;

const hold = <_Facts extends Record<string, true>>(): void => undefined;

it("AuthClient", () =>
  hold<{
    login: Answers<auth.SignInAnswer, typeof login>;
    signup: Answers<auth.SignupReply, typeof registerAccount>;
    signupSends: Sends<auth.SignupInput, typeof registerAccount>;
    checkAuth: Answers<auth.CheckAuthAnswer, typeof checkAuth>;
    getUser: Answers<auth.UserAnswer, typeof showAccount>;
    updateUser: Answers<auth.UpdateUserAnswer, typeof updateProfile>;
    updateUserSends: IsSame<Flat<auth.UserChanges>, Flat<Omit<z.input<NonNullable<(typeof updateProfile)["input"]>>, "email" | "password">>>;
    updatePassword: Answers<auth.PasswordAnswer, typeof changePassword>;
    uploadPicture: Answers<auth.PictureAnswer, typeof uploadAvatar>;
    removePicture: Answers<auth.NoPictureAnswer, typeof removeAvatar>;
  }>());

it("RBACClient", () =>
  hold<{
    listRoles: Answers<rbac.RolesAnswer, typeof listAllRoles>;
    getRole: Answers<rbac.RoleAnswer, typeof getRole>;
    createRole: Answers<rbac.ChangedRoleAnswer, typeof createRole>;
    createRoleSends: Sends<rbac.CreateRoleInput, typeof createRole>;
    updateRole: Answers<rbac.UpdatedRoleAnswer, typeof updateRole>;
    updateRoleSends: IsSame<Flat<rbac.UpdateRoleInput>, Flat<Omit<z.input<NonNullable<(typeof updateRole)["input"]>>, "name">>>;
    deleteRole: Answers<rbac.DeletedRoleAnswer, typeof deleteRole>;
    cloneRole: Answers<rbac.ChangedRoleAnswer, typeof cloneRole>;
    listPermissions: Answers<rbac.PermissionsAnswer, typeof listAllPermissions>;
    getPermission: Answers<rbac.PermissionAnswer, typeof getPermission>;
    createPermission: Answers<rbac.ChangedPermissionAnswer, typeof createPermission>;
    createPermissionSends: Sends<rbac.CreatePermissionInput, typeof createPermission>;
    updatePermission: Answers<rbac.UpdatedPermissionAnswer, typeof updatePermission>;
    updatePermissionSends: Sends<rbac.UpdatePermissionInput, typeof updatePermission>;
    deletePermission: Answers<rbac.DeletedPermissionAnswer, typeof deletePermission>;
    createPermissionsBulk: Answers<rbac.BulkAnswer, typeof createPermissions>;
    getRolePermissions: Answers<rbac.RolePermissionsAnswer, typeof listRolePermissions>;
    syncRolePermissions: Answers<rbac.GrantsAnswer, typeof syncRolePermissions>;
    syncSends: Sends<rbac.GrantsInput, typeof syncRolePermissions>;
    addRolePermissions: Answers<rbac.GrantsAnswer, typeof addRolePermissions>;
    removeRolePermissions: Answers<rbac.GrantsAnswer, typeof removeRolePermissions>;
    getUserRole: Answers<rbac.UserRoleAnswer, typeof showPrimaryRole>;
    assignRoleToUser: Answers<rbac.PrimaryRoleAnswer, typeof setPrimaryRole>;
    assignSends: Sends<rbac.GiveRoleInput, typeof setPrimaryRole>;
    revokeRoleFromUser: Answers<rbac.AssignmentAnswer, typeof takePrimaryRoleFromUser>;
    listUserRoles: Answers<rbac.AssignmentsAnswer, typeof listUserRoles>;
    giveRole: Answers<rbac.AssignmentAnswer, typeof giveRoleToUser>;
    giveRoleSends: Sends<rbac.GiveRoleInput, typeof giveRoleToUser>;
    takeRole: Answers<rbac.AssignmentAnswer, typeof takeRoleFromUser>;
    listUsersByRole: Answers<rbac.RoleUsersAnswer, typeof listRoleUsers>;
    getMyRole: Answers<rbac.UserRoleAnswer, typeof showOwnRoles>;
    exportConfig: Answers<rbac.ExportedRBAC, typeof exportRbac>;
    importConfig: Answers<rbac.ImportAnswer, typeof importRbac>;
    importSends: Sends<rbac.RBACFile, typeof importRbac>;
  }>());

it("AdminClient", () =>
  hold<{
    listUsers: Answers<admin.UsersAnswer, typeof listUsers>;
    listUsersAsks: Asks<admin.UsersQuery, typeof listUsers>;
    getUser: Answers<admin.AdminUserAnswer, typeof getUser>;
    createUser: Answers<admin.AdminUserMessage, typeof createUser>;
    createUserSends: Sends<admin.CreateUserInput, typeof createUser>;
    updateUser: Answers<admin.UpdatedUserAnswer, typeof updateUser>;
    updateUserSends: Sends<admin.UpdateUserInput, typeof updateUser>;
    deleteUser: Answers<admin.DeletedUserAnswer, typeof deleteUser>;
    restoreUser: Answers<admin.AdminUserMessage, typeof restoreUser>;
    restoreUserSends: Sends<admin.RestoreUserInput, typeof restoreUser>;
    banUser: Answers<admin.BanAnswer, typeof banUser>;
    banUserSends: Sends<admin.BanInput, typeof banUser>;
    unbanUser: Answers<admin.UnchangedAnswer, typeof unbanUser>;
    unlockUser: Answers<admin.UnchangedAnswer, typeof unlockUser>;
    requirePasswordChange: Answers<admin.UnchangedAnswer, typeof requirePasswordChange>;
    getUserSessions: Answers<admin.UserSessionsAnswer, typeof listUserSessions>;
    forceLogoutUser: Answers<admin.EndedUserSessionsAnswer, typeof endUserSessions>;
    changeManyUsers: Answers<admin.BulkUsersAnswer, typeof changeManyUsers>;
    changeManyUsersSends: Sends<admin.BulkInput, typeof changeManyUsers>;
    exportUsersAsks: Asks<admin.ExportUsersQuery, typeof exportUsers>;
    importUsers: Answers<admin.ImportUsersAnswer, typeof importUsers>;
    getStats: Answers<admin.AdminStats, typeof getStats>;
  }>());

it("AuditClient", () =>
  hold<{
    listSessions: Answers<audit.SessionsAnswer, typeof listOwnSessions>;
    revokeSession: Answers<audit.EndedSessionAnswer, typeof endOwnSession>;
    revokeAllSessions: Answers<audit.EndedSessionsAnswer, typeof endOtherSessions>;
    listMyAuditLogs: Answers<audit.LogsAnswer, typeof listOwnLogs>;
    listMyAuditLogsAsks: Asks<audit.OwnLogsQuery, typeof listOwnLogs>;
    listAuditLogs: Answers<audit.LogsAnswer, typeof listLogs>;
    listAuditLogsAsks: Asks<audit.LogsQuery, typeof listLogs>;
    listSecurityEvents: Answers<audit.LogsAnswer, typeof listSecurityEvents>;
    listSecurityEventsAsks: Asks<audit.SecurityLogsQuery, typeof listSecurityEvents>;
    listMyActivity: Answers<audit.ActivityAnswer, typeof listOwnActivity>;
    listMyActivityAsks: Asks<audit.ActivityQuery, typeof listOwnActivity>;
    getResourceHistory: Answers<audit.ResourceAnswer, typeof listResourceActivity>;
    getResourceHistoryAsks: Asks<audit.ResourceQuery, typeof listResourceActivity>;
    getSecuritySummary: Answers<audit.SecuritySummary, typeof summarizeSecurity>;
    getPhiReport: Answers<audit.PhiReport, typeof reportPhi>;
    getPhiReportAsks: Asks<audit.PhiQuery, typeof reportPhi>;
    exportAuditLogsAsks: Asks<audit.ExportLogsQuery, typeof exportLogs>;
    exportPhiReportAsks: Asks<audit.ExportPhiQuery, typeof exportPhi>;
    verify: Answers<audit.Verification, typeof verifyTrail>;
    verifyAsks: Asks<audit.VerifyQuery, typeof verifyTrail>;
    getSealStatus: Answers<audit.SealStatusAnswer, typeof getSealStatus>;
  }>());
