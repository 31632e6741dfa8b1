/** Roles, permissions and who holds what. */
import { rbacExamples } from "./examples";
import { addRolePermissions, removeRolePermissions, syncRolePermissions } from "./operations/change-role-permissions";
import { checkOwnPermissions } from "./operations/check-own-permissions";
import { cloneRole } from "./operations/clone-role";
import { createPermission } from "./operations/create-permission";
import { createPermissions } from "./operations/create-permissions";
import { createRole } from "./operations/create-role";
import { deletePermission } from "./operations/delete-permission";
import { deleteRole } from "./operations/delete-role";
import { exportRbac } from "./operations/export-rbac";
import { getPermission } from "./operations/get-permission";
import { getRole } from "./operations/get-role";
import { giveRoleToUser } from "./operations/give-role";
import { importRbac } from "./operations/import-rbac";
import { listOwnPermissions } from "./operations/list-own-permissions";
import { listAllPermissions } from "./operations/list-permissions";
import { listRolePermissions } from "./operations/list-role-permissions";
import { listRoleUsers } from "./operations/list-role-users";
import { listAllRoles } from "./operations/list-roles";
import { listUserRoles } from "./operations/list-user-roles";
import { replaceUserRoles } from "./operations/replace-user-roles";
import { setPrimaryRole } from "./operations/set-primary-role";
import { showOwnRoles } from "./operations/show-own-roles";
import { showPrimaryRole } from "./operations/show-primary-role";
import { takePrimaryRoleFromUser } from "./operations/take-primary-role";
import { takeRoleFromUser } from "./operations/take-role";
import { updatePermission } from "./operations/update-permission";
import { updateRole } from "./operations/update-role";

const own = [showOwnRoles, listOwnPermissions, checkOwnPermissions];
const roles = [listAllRoles, createRole, getRole, updateRole, deleteRole, cloneRole];
const grants = [listRolePermissions, syncRolePermissions, addRolePermissions, removeRolePermissions];
const permissions = [listAllPermissions, createPermission, createPermissions, getPermission, updatePermission, deletePermission];
const assignments = [listRoleUsers, listUserRoles, giveRoleToUser, replaceUserRoles, takeRoleFromUser, showPrimaryRole, setPrimaryRole, takePrimaryRoleFromUser];

export const rbacFeature = { name: "rbac", operations: [...own, ...roles, ...grants, ...permissions, ...assignments, exportRbac, importRbac], examples: rbacExamples };
