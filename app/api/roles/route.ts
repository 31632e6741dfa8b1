import { reprotechListRoles, reprotechCreateRole } from "@/lib/features/compat/operations/reprotech-roles";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: reprotechListRoles, POST: reprotechCreateRole });
