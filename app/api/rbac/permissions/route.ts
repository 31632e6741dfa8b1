import { createPermission } from "@/lib/features/rbac/operations/create-permission";
import { listAllPermissions } from "@/lib/features/rbac/operations/list-permissions";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listAllPermissions, POST: createPermission });
