import type { LinkState } from "@/lib/features/invitations/schema";

interface Explained {
  title: string;
  text: string;
}

/** Why a link opens nothing, and what to do about it. */
export const CLOSED: Record<Exclude<LinkState, "open">, Explained> = {
  expired: { title: "This invitation has expired", text: "Ask whoever invited you to send it again; the new mail has a new link." },
  used: { title: "This invitation has been used", text: "If that was you, sign in. If it was not, tell whoever invited you." },
  cancelled: { title: "This invitation was withdrawn", text: "Ask whoever invited you if you think that this is a mistake." },
  malformed: { title: "This link is not whole", text: "Open it from the invitation mail itself, or take care to copy all of it." },
  foreign: { title: "This link is of another mail", text: "It is one of ours, but no invitation. Open the link in the invitation mail." },
  unknown: {
    title: "This link does not work",
    text: "Open the link in the newest invitation mail that you have. Links of former mails stop working when an invitation is sent again.",
  },
};
