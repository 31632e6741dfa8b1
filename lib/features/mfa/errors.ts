import { defineError } from "@/lib/errors";

/** Unknown, expired, used, of another purpose, or spent by wrong codes. */
export const MFA_TOKEN_INVALID = defineError("MFA_TOKEN_INVALID", 400, "This sign-in is no longer good. Sign in again.");
export const MFA_TOKEN_BUSY = defineError("MFA_TOKEN_BUSY", 409, "Another code is being looked at for this sign-in. Try again in a moment.");
export const INVALID_MFA_CODE = defineError("INVALID_MFA_CODE", 400, "This code is not right, or was used already. Enter the one that is shown now.");
export const MFA_NOT_ENABLED = defineError("MFA_NOT_ENABLED", 409, "This account has no second factor.");
export const MFA_ALREADY_ENABLED = defineError("MFA_ALREADY_ENABLED", 409, "This account uses codes by mail already.");
export const MFA_NOT_PENDING = defineError("MFA_NOT_PENDING", 409, "There is nothing to confirm. Begin the setup again.");
export const MFA_KEPT_BY_POLICY = defineError("MFA_KEPT_BY_POLICY", 409, "Your account has to have a second factor. You can set up another one, which takes its place.");
export const MFA_METHOD_NOT_OFFERED = defineError("MFA_METHOD_NOT_OFFERED", 409, "No code is sent by mail here. Use another way.");
