import { type MailContent, renderMail, shown, shownInstant } from "./layout";

export interface ConnectionNoticeProps {
  at: Date;
  /** As its button names it. */
  provider: string;
  /** Where that was done, as the session list names it: `Firefox on Windows`. */
  device: string;
}

/** What both notices about connections tell. */
export const connectionFacts = ({ at, provider, device }: ConnectionNoticeProps): [label: string, value: string][] => [
  ["Provider", shown(provider)],
  ["When", shownInstant(at)],
  ["Device", shown(device)],
];

/** To the owner of an account that a provider was connected to (ASVS 5.0 6.3.7). */
export const connectionAdded = (props: ConnectionNoticeProps): MailContent =>
  renderMail({
    subject: "A provider was connected to your account",
    paragraphs: [
      "From now on signing in with this provider signs in to your account.",
      "If that was you, there is nothing to do. If it was not, somebody else can get into your account: disconnect the provider, end all other sessions and change your password.",
    ],
    facts: connectionFacts(props),
    action: { label: "Look at your connections", path: "/account/security" },
    footnote: "You get this mail because it concerns the security of your account.",
  });
