import { type MailContent, renderMail, shown, shownInstant } from "./layout";

export interface AccountRestoredProps {
  at: Date;
  /** As the session list names it. */
  device: string;
}

/** To the owner of an account that was to be deleted, and is kept. */
export const accountRestored = ({ at, device }: AccountRestoredProps): MailContent =>
  renderMail({
    subject: "Your account is kept",
    paragraphs: ["Somebody signed in to your account and took its deletion back. If that was you, there is nothing to do. If it was not, change your password and end the sessions you do not know."],
    facts: [
      ["When", shownInstant(at)],
      ["Device", shown(device)],
    ],
    action: { label: "Open your account", path: "/account" },
    footnote: "You get this mail because it concerns the security of your account.",
  });
