import { resendVerification } from "@/lib/features/verification/operations/resend-verification";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: resendVerification });
