import { getHealthDetails } from "@/lib/features/health/operations/get-health-details";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getHealthDetails });
