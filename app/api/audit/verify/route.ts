import { verifyTrail } from "@/lib/features/audit/operations/verify-trail";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: verifyTrail });
