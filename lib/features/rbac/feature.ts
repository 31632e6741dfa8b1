import { checkOwnPermissions } from "./operations/check-own-permissions";
import { listOwnPermissions } from "./operations/list-own-permissions";
import { showOwnRoles } from "./operations/show-own-roles";

export const rbacFeature = { name: "rbac", operations: [showOwnRoles, listOwnPermissions, checkOwnPermissions] };
