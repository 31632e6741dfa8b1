import { addRolePermissions, removeRolePermissions, syncRolePermissions } from "@/lib/features/rbac/operations/change-role-permissions";
import { listRolePermissions } from "@/lib/features/rbac/operations/list-role-permissions";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listRolePermissions, PUT: syncRolePermissions, POST: addRolePermissions, DELETE: removeRolePermissions });
