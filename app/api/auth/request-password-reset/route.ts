import { requestPasswordReset } from "@/lib/features/recovery/operations/request-password-reset";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: requestPasswordReset });
