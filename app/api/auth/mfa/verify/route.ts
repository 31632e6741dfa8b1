import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: verifySecondFactor });
