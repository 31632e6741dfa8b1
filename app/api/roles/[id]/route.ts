import { reprotechGetRole, reprotechUpdateRole, reprotechDeleteRole } from "@/lib/features/compat/operations/reprotech-roles";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: reprotechGetRole, PUT: reprotechUpdateRole, DELETE: reprotechDeleteRole });
