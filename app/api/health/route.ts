import { checkHealth } from "@/lib/features/health/operations/check-health";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: checkHealth });
