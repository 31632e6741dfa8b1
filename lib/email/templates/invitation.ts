import { type MailContent, renderMail, shown, shownInstant } from "./layout";

export interface InvitationProps {
  /** The organization's name. */
  organization: string;
  /** The inviter's address, which is theirs by proof. */
  inviter: string;
  token: string;
  expiresAt: Date;
}

/** Anybody may name an organization as they like: in a mail to a stranger nothing of it becomes a link. */
const unlinked = (name: string): string => shown(name).replace(/:\/\/|(?<=\S)[.@](?=\S)/g, " ").slice(0, 80);

/** The same for everybody: whether the address has an account changes nothing in it. */
export const invitation = ({ organization, inviter, token, expiresAt }: InvitationProps): MailContent =>
  renderMail({
    subject: "You are invited to join an organization",
    paragraphs: [
      "Somebody would like you to join their organization here. Open the link to see what it is about; nothing happens until you accept.",
      "If you have an account with this address, you join with it. If you have none, you make one there.",
    ],
    facts: [
      ["Organization", unlinked(organization)],
      ["Invited by", shown(inviter)],
      ["Good until", shownInstant(expiresAt)],
    ],
    action: { label: "Look at the invitation", path: `/invitation?token=${token}` },
    footnote: "If you do not know who this is, there is nothing to do: without you, nothing happens.",
  });
