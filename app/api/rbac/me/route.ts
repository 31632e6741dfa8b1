import { showOwnRoles } from "@/lib/features/rbac/operations/show-own-roles";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: showOwnRoles });
