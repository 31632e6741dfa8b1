import { type MailContent, renderMail, shown, shownInstant } from "./layout";

export interface SessionReuseDetectedProps {
  at: Date;
  /** As the session list names it: `Firefox on Windows`. */
  device: string;
}

/** To the owner of a session that ended because one of its used refresh tokens came back (RFC 9700 section 4.14). */
export const sessionReuseDetected = ({ at, device }: SessionReuseDetectedProps): MailContent =>
  renderMail({
    subject: "We ended one of your sessions",
    paragraphs: [
      "A sign-in credential of yours was used a second time. That can mean that somebody copied it, so we ended the session it belongs to. Your other sessions go on.",
      "You can sign in again. If you do not recognise this device, change your password afterwards and end the sessions you do not know.",
    ],
    facts: [
      ["When", shownInstant(at)],
      ["Device", shown(device)],
    ],
    action: { label: "Sign in", path: "/login" },
    footnote: "You get this mail because it concerns the security of your account.",
  });
