import { checkLive } from "@/lib/features/health/operations/check-live";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: checkLive });
