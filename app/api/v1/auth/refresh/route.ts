import { backendRefresh } from "@/lib/features/compat/operations/backend-account";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: backendRefresh });
