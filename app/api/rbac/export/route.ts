import { exportRbac } from "@/lib/features/rbac/operations/export-rbac";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: exportRbac });
