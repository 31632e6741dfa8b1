import { defineError } from "@/lib/errors";

/** The same for unknown, wrong, locked, banned, unverified and password-less accounts, until the password is right. */
export const INVALID_CREDENTIALS = defineError("INVALID_CREDENTIALS", 401, "The sign-in name or the password is not right (401).");
export const ACCOUNT_DISABLED = defineError("ACCOUNT_DISABLED", 403, "This account is suspended. Ask an administrator if you think this is a mistake.");
/** Forms and sessions know them too, so they stand among the general ones; doors declare them beside these. */
export { EMAIL_NOT_VERIFIED, MFA_REQUIRED } from "@/lib/errors";
export const EMAIL_TAKEN = defineError("EMAIL_TAKEN", 400, "There is already an account with this e-mail address.");
export const LAST_WAY_IN = defineError("LAST_WAY_IN", 409, "This is the last way into your account. Add another one first, such as a password or a passkey.");
/** By the name that RFC 6749 section 5.2 has for it. `details.reason` says what is wrong with the code. */
export const INVALID_GRANT = defineError("INVALID_GRANT", 400, "This code signs nobody in. Begin the sign-in again.");
export const USERNAME_TAKEN = defineError("USERNAME_TAKEN", 400, "This username is taken.");
export const TWO_REFRESH_TOKENS = defineError("BAD_REQUEST", 400, "The request carries two different refresh tokens.");
