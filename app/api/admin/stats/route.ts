import { getStats } from "@/lib/features/admin/operations/get-stats";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getStats });
