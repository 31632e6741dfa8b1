import { deletePermission } from "@/lib/features/rbac/operations/delete-permission";
import { getPermission } from "@/lib/features/rbac/operations/get-permission";
import { updatePermission } from "@/lib/features/rbac/operations/update-permission";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getPermission, PUT: updatePermission, DELETE: deletePermission });
