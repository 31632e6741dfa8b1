import { type MailContent, renderMail } from "./layout";

export interface ConfirmEmailChangeProps {
  token: string;
  /** Six digits. */
  code: string;
}

/** To the new address of an account. */
export const confirmEmailChange = ({ token, code }: ConfirmEmailChangeProps): MailContent =>
  renderMail({
    subject: "Confirm your new e-mail address",
    paragraphs: ["Somebody who is signed in wants to use this address for their account from now on. If that is you, confirm it: by the link, or by typing the code in your account. Both work once, within 24 hours."],
    code,
    action: { label: "Confirm the new address", path: `/confirm-email-change?token=${token}` },
    footnote: "If it was not you, do nothing: without your confirmation nothing changes.",
  });
