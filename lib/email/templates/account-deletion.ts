import { type MailContent, renderMail, shown, shownInstant } from "./layout";

export interface AccountDeletionProps {
  dueAt: Date;
  /** As the session list names it: `Firefox on Windows`. */
  device: string;
}

/** To somebody who asked for the end of their account, with the way back. */
export const accountDeletion = ({ dueAt, device }: AccountDeletionProps): MailContent =>
  renderMail({
    subject: "Your account will be deleted",
    paragraphs: [
      "You asked us to delete your account. All its sessions were ended, and until the day below nothing of it is lost.",
      "If you change your mind, or if it was not you who asked: sign in before then, and keep it. If it was not you, choose a new password afterwards.",
    ],
    facts: [
      ["Will be deleted", shownInstant(dueAt)],
      ["Asked for on", shown(device)],
    ],
    action: { label: "Keep my account", path: "/restore" },
    footnote: "You get this mail because it concerns the security of your account.",
  });
