import { type MailContent, renderMail, shown } from "./layout";

export interface SetPasswordProps {
  token: string;
  username: string;
}

/** From an administrator, who never sees or chooses a password. */
export const setPassword = ({ token, username }: SetPasswordProps): MailContent =>
  renderMail({
    subject: "Choose your password",
    paragraphs: [
      "An administrator asks you to choose a password for your account.",
      "The link works once, within 24 hours. After that, ask for a new one on the sign-in page.",
    ],
    facts: [["Username", shown(username)]],
    action: { label: "Choose a password", path: `/set-password?token=${token}` },
    footnote: "If you did not expect this mail, contact the people who run this site.",
  });
