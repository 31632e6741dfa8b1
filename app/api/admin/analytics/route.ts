import { getAnalytics } from "@/lib/features/admin/operations/get-analytics";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getAnalytics });
