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

/**
 * Carries one mail to whoever delivers it. Throws when it could not: the outbox tries again later, unless it is a
 * `PermanentMailError`.
 */
export interface MailTransport {
  name: string;
  send(mail: OutgoingMail): Promise<void>;
}
