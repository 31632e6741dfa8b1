import { giveRoleToUser } from "@/lib/features/rbac/operations/give-role";
import { listUserRoles } from "@/lib/features/rbac/operations/list-user-roles";
import { replaceUserRoles } from "@/lib/features/rbac/operations/replace-user-roles";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listUserRoles, POST: giveRoleToUser, PUT: replaceUserRoles });
