/** Roles, permissions and who holds what. */
import { addRolePermissions, removeRolePermissions, syncRolePermissions } from "./operations/change-role-permissions";
import { checkOwnPermissions } from "./operations/check-own-permissions";
import { cloneRole } from "./operations/clone-role";
import { createPermission } from "./operations/create-permission";
import { createPermissions } from "./operations/create-permissions";
import { createRole } from "./operations/create-role";
import { deletePermission } from "./operations/delete-permission";
import { deleteRole } from "./operations/delete-role";
import { getPermission } from "./operations/get-permission";
import { getRole } from "./operations/get-role";
import { listOwnPermissions } from "./operations/list-own-permissions";
import { listAllPermissions } from "./operations/list-permissions";
import { listRolePermissions } from "./operations/list-role-permissions";
import { listAllRoles } from "./operations/list-roles";
import { showOwnRoles } from "./operations/show-own-roles";
import { updatePermission } from "./operations/update-permission";
import { updateRole } from "./operations/update-role";

const own = [showOwnRoles, listOwnPermissions, checkOwnPermissions];
const roles = [listAllRoles, createRole, getRole, updateRole, deleteRole, cloneRole];
const grants = [listRolePermissions, syncRolePermissions, addRolePermissions, removeRolePermissions];
const permissions = [listAllPermissions, createPermission, createPermissions, getPermission, updatePermission, deletePermission];

export const rbacFeature = { name: "rbac", operations: [...own, ...roles, ...grants, ...permissions] };
