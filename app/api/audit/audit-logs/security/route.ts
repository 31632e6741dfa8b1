import { listSecurityEvents } from "@/lib/features/audit/operations/list-security-events";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listSecurityEvents });
