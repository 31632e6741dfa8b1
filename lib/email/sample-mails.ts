import { createHash } from "node:crypto";
import { now } from "../clock";
import type { MailboxEntry } from "./mailbox";
import { linksIn } from "./mailbox-transport";
import { type MailProps, type MailTemplate, mailTemplates, queueMail } from "./queue-mail";

type Samples = { [T in MailTemplate]: MailProps<T> };

/** As long as a real one. */
const TOKEN = "sample-token".padEnd(43, "-x");

/** @param told stands wherever a template shows words that somebody else chose */
function samplesOf(told: string, at: Date): Samples {
  const [token, code] = [TOKEN, "012345"];
  const seen = { at, device: told };
  const passkey = { ...seen, name: told };
  const connection = { ...seen, provider: told };
  return {
    "account-deleted": { at },
    "account-deletion": { dueAt: at, device: told },
    "account-restored": seen,
    "confirm-email-change": { token, code },
    "connection-added": connection,
    "connection-removed": connection,
    "email-change-attempt": undefined,
    "email-changed": { ...seen, token },
    invitation: { organization: told, inviter: told, token, expiresAt: at },
    "magic-link": { token, code, device: told },
    "new-device": { ...seen, token, place: told, address: told },
    "passkey-added": passkey,
    "passkey-removed": passkey,
    "password-changed": seen,
    "password-reset": { token, code, reason: "asked" },
    "proof-code": { code, device: told },
    "recovery-code-used": { ...seen, left: 3 },
    "second-factor-changed": { ...seen, change: "app" },
    "second-factor-code": { code, device: told },
    "session-reuse-detected": seen,
    "set-password": { token, username: told },
    "sign-up-attempt": undefined,
    "verify-email": { token, code },
    welcome: { username: told },
  };
}

/** A UUID (version 8, RFC 9562 section 5.8) that is the template's own, so that a link to its sample stays good. */
function idOf(template: string): string {
  const hex = createHash("sha256").update(template).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}

/**
 * Every mail this system can send, as an entry of the mailbox each, in the order of their names. For looking at: nothing is sent.
 *
 * @param told - stands wherever a template shows words that somebody else chose
 */
export function sampleMails(told = "Firefox on Windows"): (MailboxEntry & { template: MailTemplate })[] {
  const samples = samplesOf(told, now());
  return (Object.keys(mailTemplates) as MailTemplate[]).sort().map((template) => {
    const { to, subject, text, html } = queueMail(template, "grace@example.com", samples[template]).payload;
    return { id: idOf(template), template, to, subject, text, html, links: linksIn(text), sent_at: now().toISOString() };
  });
}
