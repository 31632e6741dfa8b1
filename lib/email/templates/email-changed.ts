import { type MailContent, renderMail, shown, shownInstant } from "./layout";

export interface EmailChangedProps {
  at: Date;
  /** As the session list names it: `Firefox on Windows`. */
  device: string;
  token: string;
}

/** To the old address, which can take the change back (ASVS 5.0 6.3.7). */
export const emailChanged = ({ at, device, token }: EmailChangedProps): MailContent =>
  renderMail({
    subject: "The e-mail address of your account was changed",
    paragraphs: [
      "Your account has another address from now on, and this is the last mail about it that you get here.",
      "If you did not do that, somebody else is in your account. Take it back: the link below restores this address, signs everybody out, and has you choose a new password. It works for 7 days.",
    ],
    facts: [
      ["When", shownInstant(at)],
      ["Device", shown(device)],
    ],
    action: { label: "This was not me", path: `/undo-email-change?token=${token}` },
    footnote: "If it was you, there is nothing to do.",
  });
