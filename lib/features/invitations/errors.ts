import { defineError } from "@/lib/errors";

export const ALREADY_INVITED = defineError("ALREADY_INVITED", 409, "This address has an open invitation to this organization. Send that one again, or cancel it.");
/** Whoever made an account a minute ago may not send our mail to strangers. */
export const INVITER_NOT_VERIFIED = defineError("INVITER_NOT_VERIFIED", 403, "Confirm your own e-mail address before you invite others.");
export const INVITATION_CLOSED = defineError("INVITATION_CLOSED", 409, "This invitation was accepted or cancelled meanwhile.");

/** `details.reason` says which of `UNKNOWN_LINKS` it is. */
export const INVITATION_UNKNOWN = defineError("INVITATION_UNKNOWN", 400, "This link does not work. Open it from the newest invitation mail that you have, whole.");
export const INVITATION_EXPIRED = defineError("INVITATION_EXPIRED", 400, "This invitation has expired. Ask whoever invited you to send it again.");
export const INVITATION_USED = defineError("INVITATION_USED", 400, "This invitation has been used. If that was you, sign in.");
export const INVITATION_CANCELLED = defineError("INVITATION_CANCELLED", 400, "This invitation was withdrawn. Ask whoever invited you if you think that this is a mistake.");
/** Told to whoever holds the link, and so receives the address's mail; to nobody else. */
export const SIGN_IN_TO_ACCEPT = defineError("SIGN_IN_TO_ACCEPT", 409, "There is an account with this address. Sign in to it, then accept.");
export const OTHER_ACCOUNT = defineError("OTHER_ACCOUNT", 409, "This invitation is for another address than that of your account. Sign out, then open the link again.");
export const ALREADY_JOINED = defineError("ALREADY_JOINED", 409, "You are a member of this organization already.");

/** Why a link leads to no invitation. */
export const UNKNOWN_LINKS = {
  malformed: "This link is not whole. Open it from the invitation mail, or copy all of it.",
  foreign: "This link is of another mail of ours. Open the one in the invitation mail.",
  unknown: INVITATION_UNKNOWN.message,
};
export type UnknownLink = keyof typeof UNKNOWN_LINKS;
