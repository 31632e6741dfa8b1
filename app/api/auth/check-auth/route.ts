import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: checkAuth });
