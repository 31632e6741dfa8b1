import { defineError } from "@/lib/errors";

export const INVALID_PASSWORD = defineError("INVALID_PASSWORD", 422, "This is not the password of the account.");
/** Told to somebody who has proved that the address is theirs, or that it was. */
export const EMAIL_TAKEN = defineError("EMAIL_TAKEN", 409, "Another account has this address by now.");
