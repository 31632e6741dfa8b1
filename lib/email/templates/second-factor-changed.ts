import { type MailContent, renderMail, shown, shownInstant } from "./layout";

export interface SecondFactorChangedProps {
  change: "app" | "email" | "off" | "reset";
  at: Date;
  /** Where that was done, as the session list names it: `Firefox on Windows`. */
  device: string;
}

const WORDS = {
  app: { subject: "An authenticator app was set up", sentence: "From now on signing in to your account asks for a code of this app." },
  email: { subject: "Codes by mail were turned on", sentence: "From now on signing in to your account asks for a code that we mail to you." },
  off: { subject: "Your second factor was turned off", sentence: "Signing in to your account asks for no second factor any more. Your recovery codes are gone, and no device is trusted." },
  reset: { subject: "An administrator removed your second factor", sentence: "Signing in to your account asks for no second factor any more. You can set one up again in your settings." },
} as const;

/** To the owner of an account whose second factor was changed (ASVS 5.0 6.3.7). */
export const secondFactorChanged = ({ change, at, device }: SecondFactorChangedProps): MailContent =>
  renderMail({
    subject: WORDS[change].subject,
    paragraphs: [
      WORDS[change].sentence,
      change === "reset"
        ? "If you did not ask for that, contact the people who run this site."
        : "If that was you, there is nothing to do. If it was not, somebody else is signed in to your account: end all other sessions and change your password.",
    ],
    facts: [["When", shownInstant(at)], ...(change === "reset" ? [] : [["Device", shown(device)] as [string, string]])],
    action: { label: "Look at your settings", path: "/account/security" },
    footnote: "You get this mail because it concerns the security of your account.",
  });
