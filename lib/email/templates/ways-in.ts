/** To the owner of an account that has gained or lost a passkey or a provider (ASVS 5.0 6.3.7). */
import { type MailContent, renderMail, shown, shownInstant } from "./layout";

export interface WayInProps {
  at: Date;
  /** A passkey's as its owner named it, a provider's as its button does. */
  name: string;
  /** Where that was done, as the session list names it: `Firefox on Windows`. */
  device: string;
}

interface Words {
  subject: string;
  /** What holds from now on. */
  effect: string;
  /** Why it matters, and what to do, if it was somebody else. */
  remedy: string;
}

const noticesAbout = (label: string, list: string) => ({ subject, effect, remedy }: Words) => ({ at, name, device }: WayInProps): MailContent =>
  renderMail({
    subject,
    paragraphs: [effect, `If that was you, there is nothing to do. If it was not, somebody else ${remedy}`],
    facts: [
      [label, shown(name)],
      ["When", shownInstant(at)],
      ["Device", shown(device)],
    ],
    action: { label: `Look at your ${list}`, path: "/account/security" },
    footnote: "You get this mail because it concerns the security of your account.",
  });

const aboutPasskey = noticesAbout("Passkey", "passkeys");
const aboutProvider = noticesAbout("Provider", "connections");

const LOST = "is signed in to your account: end all other sessions and change your password.";

export const passkeyAdded = aboutPasskey({
  subject: "A passkey was added to your account",
  effect: "From now on this passkey signs in to your account, without a password.",
  remedy: "is signed in to your account: remove the passkey, end all other sessions and change your password.",
});

export const passkeyRemoved = aboutPasskey({
  subject: "A passkey was removed from your account",
  effect: "This passkey signs in to your account no more. Where it is kept it may still be listed; you can delete it there.",
  remedy: LOST,
});

export const connectionAdded = aboutProvider({
  subject: "A provider was connected to your account",
  effect: "From now on signing in with this provider signs in to your account.",
  remedy: "can get into your account: disconnect the provider, end all other sessions and change your password.",
});

export const connectionRemoved = aboutProvider({
  subject: "A provider was disconnected from your account",
  effect: "Signing in with this provider gets nobody into your account any more.",
  remedy: LOST,
});
