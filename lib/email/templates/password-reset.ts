import { type MailContent, renderMail } from "./layout";

export interface PasswordResetProps {
  token: string;
  /** Six digits. */
  code: string;
}

/** To somebody who asked for it, or in whose name somebody did. The page behind the link changes nothing before its button is pressed. */
export const passwordReset = ({ token, code }: PasswordResetProps): MailContent =>
  renderMail({
    subject: "Reset your password",
    paragraphs: [
      "Somebody asked to reset the password of your account. If that was you, choose a new one with the button below.",
      "The link works once, within an hour. Where it does not open, type this code on the page for resetting a password.",
    ],
    code,
    action: { label: "Choose a new password", path: `/reset-password?token=${token}` },
    footnote: "If you did not ask for this, do nothing: your password stays as it is. Never tell anybody the code.",
  });
