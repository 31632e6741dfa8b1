import { renewRecoveryCodes } from "@/lib/features/mfa/operations/renew-recovery-codes";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: renewRecoveryCodes });
