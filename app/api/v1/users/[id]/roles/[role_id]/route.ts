import { backendTakeRole } from "@/lib/features/compat/operations/backend-roles";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ DELETE: backendTakeRole });
