import type { ErrorResponse, Resend } from "resend";
import { BusyMailError, type MailTransport, PermanentMailError } from "./mail";

export interface ResendSettings {
  apiKey: string;
  /** Without a trailing slash. */
  baseUrl: string;
  /** The sender, as `Name <address>`. */
  from: string;
  /** Default 10 s: well within what the outbox grants a delivery, so that no try is left running beside the next. */
  timeoutMs?: number;
}

/** The mail itself is at fault: malformed, too large, or refused as not processable. */
const REFUSED_MAIL = new Set([400, 413, 422]);

/**
 * A fault of the set-up, such as a wrong key, an unverified sender or a spent quota, can be mended while the outbox
 * retries. A mail at fault cannot; nor can an idempotency key that Resend knows with another content.
 */
const isPermanent = ({ name, statusCode }: ErrorResponse): boolean =>
  name === "invalid_idempotent_request" || (statusCode !== null && REFUSED_MAIL.has(statusCode) && name !== "invalid_from_address");

/** `Retry-After` in seconds; null for anything else (RFC 9110 section 10.2.3 also knows a date, which Resend does not send). */
const secondsOf = (retryAfter: string | undefined): number | null => (/^\d{1,9}$/.test(retryAfter ?? "") ? Number(retryAfter) : null);

/**
 * Sends through Resend's HTTP API with its own client, which is loaded at the first mail. The idempotency key is the
 * message's own, so that Resend drops a second try of what it already took (it remembers for 24 hours).
 */
export function resendTransport({ apiKey, baseUrl, from, timeoutMs = 10_000 }: ResendSettings): MailTransport {
  let client: Promise<Resend> | undefined;
  const open = async () => new (await import("resend")).Resend(apiKey, { baseUrl });
  return {
    name: "resend",
    timeoutMs,
    async send({ to, subject, text, html, idempotencyKey }) {
      const resend = await (client ??= open());
      const { data, error, headers } = await resend.emails.send({ from, to, subject, text, html }, { idempotencyKey, signal: AbortSignal.timeout(timeoutMs) });
      if (data?.id) return;
      // Something else than Resend may answer at that address: neither part is certain.
      if (!error) throw new Error("Resend: an answer without the id of a mail");
      const message = `Resend: ${error.statusCode ?? "no answer"} ${error.name}: ${error.message}`.replaceAll(apiKey, "[redacted]");
      if (error.statusCode === 429) throw new BusyMailError(message, secondsOf(headers?.["retry-after"]));
      throw isPermanent(error) ? new PermanentMailError(message) : new Error(message);
    },
  };
}
