import { defineError } from "@/lib/errors";

/** Never issued, run out, used already, or issued to another browser or client or for something else. */
export const CHALLENGE_EXPIRED = defineError("CHALLENGE_EXPIRED", 400, "That took too long, or was begun in another browser. Try again.");
/** One answer for what the signature, the origin, the counter or the account say against it. */
export const PASSKEY_REFUSED = defineError("PASSKEY_REFUSED", 401, "This passkey was not accepted (401). Try again, or sign in another way.");
export const PASSKEY_UNKNOWN = defineError(
  "PASSKEY_UNKNOWN",
  401,
  "This passkey belongs to no account here any more (401). Sign in another way, and delete it where you keep your passkeys.",
);
export const ATTESTATION_REFUSED = defineError("ATTESTATION_REFUSED", 422, "What your device answered could not be checked. Try again, or use another device.");
export const PASSKEY_TAKEN = defineError("PASSKEY_TAKEN", 409, "This passkey is registered already.");
export const TOO_MANY_PASSKEYS = defineError("TOO_MANY_PASSKEYS", 409, "Your account has as many passkeys as it can hold. Remove one that you do not use.");
