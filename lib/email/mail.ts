/**
 * Mail: what a message is, its templates and the transports that carry it. When it is sent, and how often it is
 * tried, is the outbox's business.
 */
import { z } from "zod";

export const mailSchema = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});

export type Mail = z.infer<typeof mailSchema>;

export interface OutgoingMail extends Mail {
  /** The outbox row's id (UUID): the same at every attempt. */
  messageId: string;
  /** Handed to the service, so that a crash between sending and marking does not send twice. */
  idempotencyKey: string;
}

/** The service will never take this mail, so the outbox gives it up at once. */
export class PermanentMailError extends Error {
  override name = "PermanentMailError";
}

/** The service is there and takes mail, but no more of it just now. */
export class BusyMailError extends Error {
  override name = "BusyMailError";

  /** @param retryAfterSeconds - as the service asked for; null where it did not say */
  constructor(
    message: string,
    readonly retryAfterSeconds: number | null,
  ) {
    super(message);
  }
}

/**
 * Carries one mail to whoever delivers it. Throws when it could not: the outbox tries again later, unless it is a
 * `PermanentMailError`.
 */
export interface MailTransport {
  name: string;
  /** After so long a try has ended, either way. */
  timeoutMs: number;
  send(mail: OutgoingMail): Promise<void>;
}
