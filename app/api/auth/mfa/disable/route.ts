import { disableSecondFactor } from "@/lib/features/mfa/operations/disable-second-factor";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: disableSecondFactor });
