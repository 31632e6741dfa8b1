import { backendListAudit } from "@/lib/features/compat/operations/backend-system";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: backendListAudit });
