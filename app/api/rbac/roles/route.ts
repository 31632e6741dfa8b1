import { createRole } from "@/lib/features/rbac/operations/create-role";
import { listAllRoles } from "@/lib/features/rbac/operations/list-roles";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listAllRoles, POST: createRole });
