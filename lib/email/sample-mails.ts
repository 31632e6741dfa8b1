import { createHash } from "node:crypto";
import { now } from "../clock";
import type { MailboxEntry } from "./mailbox";
import { linksIn } from "./mailbox-transport";
import { type MailProps, type MailTemplate, mailTemplates, queueMail } from "./queue-mail";

type Samples = { [T in MailTemplate]: MailProps<T> };

/** As long as a real one. */
const TOKEN = "sample-token".padEnd(43, "-x");

const DAY_MS = 86_400_000;

/** @param told stands wherever a template shows words that somebody else chose; undefined: likely ones */
function samplesOf(told: string | undefined, at: Date): Samples {
  const inDays = (days: number) => new Date(at.getTime() + days * DAY_MS);
  const [token, code] = [TOKEN, "012345"];
  const [device, username] = [told ?? "Firefox on Windows", told ?? "grace"];
  const seen = { at, device };
  const passkey = { ...seen, name: told ?? "iCloud Keychain" };
  const connection = { ...seen, name: told ?? "Google" };
  return {
    "account-deleted": { at },
    "account-deletion": { dueAt: inDays(30), device },
    "account-restored": seen,
    "confirm-email-change": { token, code },
    "connection-added": connection,
    "connection-removed": connection,
    "email-change-attempt": undefined,
    "email-changed": { ...seen, token },
    invitation: { organization: told ?? "Northwind", inviter: told ?? "ada@example.com", token, expiresAt: inDays(7) },
    "magic-link": { token, code, device },
    "new-device": { ...seen, token, place: told ?? "Berlin, DE", address: told ?? "203.0.113.7" },
    "passkey-added": passkey,
    "passkey-removed": passkey,
    "password-changed": seen,
    "password-reset": { token, code, reason: "asked" },
    "proof-code": { code, device },
    "recovery-code-used": { ...seen, left: 3 },
    "second-factor-changed": { ...seen, change: "app" },
    "second-factor-code": { code, device },
    "session-reuse-detected": seen,
    "set-password": { token, username },
    "sign-up-attempt": undefined,
    "verify-email": { token, code },
    welcome: { username },
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
 * @param told - stands wherever a template shows words that somebody else chose; absent: likely ones
 */
export function sampleMails(told?: string): (MailboxEntry & { template: MailTemplate })[] {
  const samples = samplesOf(told, now());
  return (Object.keys(mailTemplates) as MailTemplate[]).sort().map((template) => {
    const { to, subject, text, html } = queueMail(template, "grace@example.com", samples[template]).payload;
    return { id: idOf(template), template, to, subject, text, html, links: linksIn(text), sent_at: now().toISOString() };
  });
}
