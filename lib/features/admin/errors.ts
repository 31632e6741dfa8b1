import { defineError } from "@/lib/errors";

export const CANNOT_BAN_SELF = defineError("CANNOT_BAN_SELF", 409, "You cannot ban yourself.");
export const CANNOT_DELETE_SELF = defineError("CANNOT_DELETE_SELF", 409, "You cannot delete your own account here.");
export const LAST_ADMIN = defineError("LAST_ADMIN", 409, "This is the last administrator. Make somebody else one first.");
/** Somebody who holds more than the viewer does, or belongs to organizations that the viewer does not administer. */
export const OUT_OF_REACH = defineError("OUT_OF_REACH", 403, "This person is out of your reach: they hold more than you do.");
export const GRANT_OUT_OF_REACH = defineError("GRANT_OUT_OF_REACH", 403, "You cannot give a role that holds more than you do.");
export const EMAIL_TAKEN = defineError("EMAIL_TAKEN", 409, "There is already an account with this e-mail address.");
export const USERNAME_TAKEN = defineError("USERNAME_TAKEN", 409, "This username is taken.");
export const CANNOT_CHANGE_SELF = defineError("CANNOT_CHANGE_SELF", 409, "Your own address, your second factor and whether your account is open are for another administrator to change.");
export const NOT_DELETED = defineError("NOT_DELETED", 409, "This account is not deleted.");
export const ADDRESS_ERASED = defineError("ADDRESS_ERASED", 409, "The address that this account had is no longer kept. Send the one that it shall have.");
export const NO_PASSWORD = defineError("NO_PASSWORD", 409, "This account has no password that could be changed.");
export const NOT_USABLE = defineError("NOT_USABLE", 409, "This account is banned or deactivated. Open it first, then send the link.");
export const TWICE_IN_FILE = defineError("TWICE_IN_FILE", 409, "A row before this one has the same.");
