import { connectionFacts, type ConnectionNoticeProps } from "./connection-added";
import { type MailContent, renderMail } from "./layout";

/** To the owner of an account that a provider was disconnected from (ASVS 5.0 6.3.7). */
export const connectionRemoved = (props: ConnectionNoticeProps): MailContent =>
  renderMail({
    subject: "A provider was disconnected from your account",
    paragraphs: [
      "Signing in with this provider gets nobody into your account any more.",
      "If that was you, there is nothing to do. If it was not, somebody else is signed in to your account: end all other sessions and change your password.",
    ],
    facts: connectionFacts(props),
    action: { label: "Look at your connections", path: "/account/security" },
    footnote: "You get this mail because it concerns the security of your account.",
  });
