import { summarizeSecurity } from "@/lib/features/audit/operations/summarize-security";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: summarizeSecurity });
