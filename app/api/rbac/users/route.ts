import { listRoleUsers } from "@/lib/features/rbac/operations/list-role-users";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listRoleUsers });
