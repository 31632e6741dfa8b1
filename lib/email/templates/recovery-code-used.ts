import { type MailContent, renderMail, shown, shownInstant } from "./layout";

export interface RecoveryCodeUsedProps {
  at: Date;
  /** As the session list names it: `Firefox on Windows`. */
  device: string;
  /** How many are left. */
  left: number;
}

/** To the owner of an account that somebody signed in to with a recovery code (ASVS 5.0 6.3.7). */
export const recoveryCodeUsed = ({ at, device, left }: RecoveryCodeUsedProps): MailContent =>
  renderMail({
    subject: "A recovery code of yours was used",
    paragraphs: [
      "Your account was signed in to with a recovery code in the place of your second factor.",
      "If that was you and your second factor is lost, set up another one. If it was not you, change your password and make new recovery codes at once.",
    ],
    facts: [
      ["Codes left", String(left)],
      ["When", shownInstant(at)],
      ["Device", shown(device)],
    ],
    action: { label: "Look at your settings", path: "/account/security" },
    footnote: "You get this mail because it concerns the security of your account.",
  });
