import { reprotechListAudit } from "@/lib/features/compat/operations/reprotech-audit";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: reprotechListAudit });
