import { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: enableSecondFactor });
