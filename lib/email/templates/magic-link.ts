import { type MailContent, renderMail, shown } from "./layout";

export interface MagicLinkProps {
  token: string;
  /** Six digits. */
  code: string;
  /** Where it was asked for, as the session list names it. */
  device: string;
}

/** To somebody who asked for it, or in whose name somebody did. The page behind the link changes nothing before its button is pressed. */
export const magicLink = ({ token, code, device }: MagicLinkProps): MailContent =>
  renderMail({
    subject: "Your link to sign in",
    paragraphs: [
      "Somebody asked to sign in to your account by mail. If that was you, go on with the link below.",
      "The link works once, within 15 minutes. To go on where you asked for it, type this code there.",
    ],
    code,
    facts: [["Asked for on", shown(device)]],
    action: { label: "Sign in", path: `/magic-link?token=${token}` },
    footnote: "If you did not ask for this, do nothing: nobody gets in without this mail. Never tell anybody the code.",
  });
