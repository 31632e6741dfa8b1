import { defineError } from "@/lib/errors";

export const LAST_ADMIN = defineError("LAST_ADMIN", 409, "You are the last administrator. Make somebody else one first, then delete your account.");
/** `details`: `organization_id`, `organization`. */
export const LAST_OWNER = defineError("LAST_OWNER", 409, "An organization needs you: make somebody else its administrator, or delete it, then delete your account.");
export const NOT_LEAVING = defineError("NOT_LEAVING", 409, "Nobody has asked for the deletion of this account.");
export const DELETION_DUE = defineError("DELETION_DUE", 409, "It is too late to take this back: the account is being deleted.");
