import { type MailContent, renderMail } from "./layout";

export interface VerifyEmailProps {
  token: string;
  /** Six digits. */
  code: string;
}

/** To an address that somebody has to prove is theirs. Names nobody: whoever reads it may be a stranger to the account. */
export const verifyEmail = ({ token, code }: VerifyEmailProps): MailContent =>
  renderMail({
    subject: "Confirm your e-mail address",
    paragraphs: ["An account was made with this address. Confirm that the address is yours: by the link, or by typing the code where you signed up. Both work once, within 48 hours."],
    code,
    action: { label: "Confirm this address", path: `/verify-email?token=${token}` },
    footnote: "If you did not sign up, somebody typed your address by mistake. Do nothing, and it stays unconfirmed.",
  });
