import { type MailContent, renderMail } from "./layout";
import { passkeyFacts, type PasskeyNoticeProps } from "./passkey-added";

/** To the owner of an account that has lost a passkey (ASVS 5.0 6.3.7). */
export const passkeyRemoved = (props: PasskeyNoticeProps): MailContent =>
  renderMail({
    subject: "A passkey was removed from your account",
    paragraphs: [
      "This passkey signs in to your account no more. Where it is kept it may still be listed; you can delete it there.",
      "If that was you, there is nothing to do. If it was not, somebody else is signed in to your account: end all other sessions and change your password.",
    ],
    facts: passkeyFacts(props),
    action: { label: "Look at your passkeys", path: "/account/security" },
    footnote: "You get this mail because it concerns the security of your account.",
  });
