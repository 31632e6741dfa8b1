import { type MailContent, renderMail, shown, shownInstant } from "./layout";

export interface PasskeyNoticeProps {
  at: Date;
  /** As its owner named it. */
  name: string;
  /** Where that was done, as the session list names it: `Firefox on Windows`. */
  device: string;
}

/** What both notices about passkeys tell. */
export const passkeyFacts = ({ at, name, device }: PasskeyNoticeProps): [label: string, value: string][] => [
  ["Passkey", shown(name)],
  ["When", shownInstant(at)],
  ["Device", shown(device)],
];

/** To the owner of an account that has a new passkey (ASVS 5.0 6.3.7). */
export const passkeyAdded = (props: PasskeyNoticeProps): MailContent =>
  renderMail({
    subject: "A passkey was added to your account",
    paragraphs: [
      "From now on this passkey signs in to your account, without a password.",
      "If that was you, there is nothing to do. If it was not, somebody else is signed in to your account: remove the passkey, end all other sessions and change your password.",
    ],
    facts: passkeyFacts(props),
    action: { label: "Look at your passkeys", path: "/account/security" },
    footnote: "You get this mail because it concerns the security of your account.",
  });
