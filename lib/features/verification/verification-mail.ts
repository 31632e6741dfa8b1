/** The mail that has an address proved, and the token in it. Registration, accounts made for others and the resend send it. */
import type { Tx } from "@/lib/db";
import { queueMail } from "@/lib/email/queue-mail";
import { linkTo } from "@/lib/email/templates/layout";
import { queueDelivery } from "@/lib/hooks/queue-delivery";
import { registers } from "@/lib/hooks/run-hooks";
import { enqueue, type OutboxMessage } from "@/lib/outbox/outbox";
import { type IssuedToken, issueToken, newToken } from "@/lib/session/one-time-token";

const HOUR = 3600;
const VERIFICATION_SECONDS = 48 * HOUR;

export interface Unproved {
  id: string;
  email: string;
  username: string;
}

export interface VerificationMail {
  /** To be written in the transaction that queues the mail. */
  token: IssuedToken;
  /** Ours, or what the product sends in its stead. */
  message: OutboxMessage;
}

export function verificationMail({ id, email, username }: Unproved): VerificationMail {
  // Whoever asks may hold more of the person than an outbox should.
  const user = { id, email, username };
  const issued = newToken({ purpose: "email_verification", userId: user.id, address: user.email.toLowerCase(), ttlSeconds: VERIFICATION_SECONDS, withCode: true });
  const { token, code } = issued;
  const key = `verify-email:${String(issued.row.id)}`;
  const message = registers("sendVerificationEmail")
    ? queueDelivery("sendVerificationEmail", { user, token, code, url: linkTo(`/verify-email?token=${token}`) }, key)
    : queueMail("verify-email", user.email, { token, code }, key);
  return { token: issued, message };
}

/** In the transaction of what left the address unproved; earlier mails of this account stop working. */
export async function sendVerification(tx: Tx, user: Unproved): Promise<void> {
  const { token, message } = verificationMail(user);
  await issueToken(tx, token);
  await enqueue(tx, message);
}
