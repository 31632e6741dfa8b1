import { type MailContent, renderMail, shown, shownInstant } from "./layout";

export interface PasswordChangedProps {
  at: Date;
  /** As the session list names it: `Firefox on Windows`. */
  device: string;
}

/** To the owner after a change of password (ASVS 5.0 6.3.7). */
export const passwordChanged = ({ at, device }: PasswordChangedProps): MailContent =>
  renderMail({
    subject: "Your password was changed",
    paragraphs: [
      "The password of your account was changed, and all other sessions were ended.",
      "If that was you, there is nothing to do. If it was not, contact the people who run this site at once: somebody else can sign in as you.",
    ],
    facts: [
      ["When", shownInstant(at)],
      ["Device", shown(device)],
    ],
    action: { label: "Sign in", path: "/login" },
    footnote: "You get this mail because it concerns the security of your account.",
  });
