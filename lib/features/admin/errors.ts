import { defineError } from "@/lib/errors";

export const CANNOT_BAN_SELF = defineError("CANNOT_BAN_SELF", 409, "You cannot ban yourself.");
export const CANNOT_DELETE_SELF = defineError("CANNOT_DELETE_SELF", 409, "You cannot delete your own account here.");
export const LAST_ADMIN = defineError("LAST_ADMIN", 409, "This is the last administrator. Make somebody else one first.");
/** Somebody who holds more than the viewer does, or belongs to organizations that the viewer does not administer. */
export const OUT_OF_REACH = defineError("OUT_OF_REACH", 403, "This person is out of your reach: they hold more than you do.");
export const GRANT_OUT_OF_REACH = defineError("GRANT_OUT_OF_REACH", 403, "You cannot give a role that holds more than you do.");
export const EMAIL_TAKEN = defineError("EMAIL_TAKEN", 409, "There is already an account with this e-mail address.");
export const USERNAME_TAKEN = defineError("USERNAME_TAKEN", 409, "This username is taken.");
