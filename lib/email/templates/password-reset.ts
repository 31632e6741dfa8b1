import { linkTo, type MailContent, renderMail } from "./layout";

/**
 * Why it is sent. `asked`: by whoever knows the address. `none_yet`: the same, and the account has no password. `undone`: a change
 * of address was taken back, which voided the password. `not_me`: the owner says that a sign-in was not theirs.
 */
export type ResetReason = "asked" | "none_yet" | "undone" | "not_me";

export interface PasswordResetProps {
  token: string;
  /** Six digits. */
  code: string;
  reason: ResetReason;
}

const WORDS: Record<ResetReason, { subject: string; first: string; last: string }> = {
  asked: {
    subject: "Reset your password",
    first: "Somebody asked to reset the password of your account. If that was you, choose a new one with the link below.",
    last: "If you did not ask for this, do nothing: your password stays as it is.",
  },
  none_yet: {
    subject: "Set a password",
    first: "Somebody asked to set a password for your account, which has none. If that was you, choose one with the link below.",
    last: "If you did not ask for this, do nothing: your account stays without a password.",
  },
  undone: {
    subject: "Choose a new password",
    first: "The change of your account's address was taken back, and everybody was signed out. No password opens the account until you choose a new one with the link below.",
    last: "If the link is too old, ask for another one on the sign-in page.",
  },
  not_me: {
    subject: "Choose a new password",
    first: "A sign-in to your account was reported as not yours, and its session was ended. Choose a new password with the link below: that ends every other session too.",
    last: "If you do nothing, your account stays as it is.",
  },
};

/** Host and path alone, so that the mail has one link, which is the one that bears the token. */
const codePage = () => linkTo("/reset-password").replace(/^https?:\/\//, "");

/** The page behind the link changes nothing before its button is pressed. */
export const passwordReset = ({ token, code, reason }: PasswordResetProps): MailContent =>
  renderMail({
    subject: WORDS[reason].subject,
    paragraphs: [WORDS[reason].first, `The link works once, within an hour. Where it does not open, type this code at ${codePage()}.`],
    code,
    action: { label: reason === "none_yet" ? "Choose a password" : "Choose a new password", path: `/reset-password?token=${token}` },
    footnote: `${WORDS[reason].last} Never tell anybody the code.`,
  });
