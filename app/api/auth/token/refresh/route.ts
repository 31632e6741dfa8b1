import { refreshToken } from "@/lib/features/auth/operations/refresh-token";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: refreshToken });
