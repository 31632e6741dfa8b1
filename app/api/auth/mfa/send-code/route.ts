import { sendSecondFactorCode } from "@/lib/features/mfa/operations/send-second-factor-code";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: sendSecondFactorCode });
