import { defineError } from "@/lib/errors";

export const ORGANIZATIONS_BY_PERMISSION = defineError(
  "ORGANIZATIONS_BY_PERMISSION",
  403,
  "Organizations are created by whoever holds organizations.create on the whole platform. Ask an administrator.",
);
export const SLUG_TAKEN = defineError("SLUG_TAKEN", 409, "There is already an organization with this slug. Choose another, or leave it out.");
export const DEFAULT_ORGANIZATION = defineError("DEFAULT_ORGANIZATION", 409, "New accounts join this organization, so it cannot be deleted.");
export const LAST_OWNER = defineError("LAST_OWNER", 409, "The organization needs an administrator. Make somebody else one first, or delete it.");
export const ALREADY_MEMBER = defineError("ALREADY_MEMBER", 409, "This person is a member already.");
export const CANNOT_REMOVE_SELF = defineError("CANNOT_REMOVE_SELF", 409, "You cannot remove yourself. Leave the organization instead.");
/** Somebody who holds a role there that the viewer could not give. */
export const MEMBER_OUT_OF_REACH = defineError("MEMBER_OUT_OF_REACH", 403, "This person is out of your reach: they hold more than you do.");
