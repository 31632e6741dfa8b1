import { deleteRole } from "@/lib/features/rbac/operations/delete-role";
import { getRole } from "@/lib/features/rbac/operations/get-role";
import { updateRole } from "@/lib/features/rbac/operations/update-role";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getRole, PUT: updateRole, DELETE: deleteRole });
