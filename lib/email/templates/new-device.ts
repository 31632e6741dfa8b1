import { type MailContent, renderMail, shown, shownInstant } from "./layout";

export interface NewDeviceProps {
  token: string;
  at: Date;
  /** As the session list names it: `Firefox on Windows`. */
  device: string;
  /** `Berlin, DE`; null where nobody knows. */
  place: string | null;
  address: string | null;
}

/** To the owner, of a sign-in from a device that the account has not been used on (ASVS 5.0 6.3.5). */
export const newDevice = ({ token, at, device, place, address }: NewDeviceProps): MailContent =>
  renderMail({
    subject: "New sign-in to your account",
    paragraphs: [
      "Your account was signed in to from a device that we have not seen before. If that was you, there is nothing to do.",
      "If it was not you, end that session now. We then send you a mail with which you choose a new password.",
    ],
    facts: [
      ["When", shownInstant(at)],
      ["Device", shown(device)],
      ["Place", place ? shown(place) : "not known"],
      ["IP address", address ? shown(address) : "not known"],
    ],
    action: { label: "This was not me", path: `/not-me?token=${token}` },
    footnote: "You get this mail because it concerns the security of your account.",
  });
