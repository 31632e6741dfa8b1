import { importRbac } from "@/lib/features/rbac/operations/import-rbac";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: importRbac });
