import { type MailContent, renderMail, shownInstant } from "./layout";

export interface AccountDeletedProps {
  at: Date;
}

/** The last mail to somebody whose account is gone. */
export const accountDeleted = ({ at }: AccountDeletedProps): MailContent =>
  renderMail({
    subject: "Your account was deleted",
    paragraphs: ["Your account and the personal data in it are deleted. You are welcome to sign up again at any time."],
    facts: [["When", shownInstant(at)]],
    footnote: "This is the last mail about this account.",
  });
