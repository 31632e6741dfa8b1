/** Links with which somebody chooses a password: what is mailed, and the token that it bears. */
import { queueMail, type QueuedMail } from "@/lib/email/queue-mail";
import type { Tx } from "@/lib/db";
import { enqueue } from "@/lib/outbox/outbox";
import { type IssuedToken, issueToken, newToken } from "@/lib/session/one-time-token";

/** Long enough for a mail that is slow to come; the mail says so too. */
const RESET_SECONDS = 3600;
/** What an administrator sends is not waited for. The mail says so too. */
const SET_PASSWORD_SECONDS = 24 * 3600;

export interface ResetLink {
  token: IssuedToken;
  mail: QueuedMail;
}

/** The one mail that speaks of a reset. @param userId - null: nobody has the address, and the token is of no use */
export function newResetLink({ userId, email, redirectUrl }: { userId: string | null; email: string; redirectUrl: string | null }): ResetLink {
  const token = newToken({
    purpose: "password_reset",
    userId,
    address: email,
    ttlSeconds: RESET_SECONDS,
    payload: redirectUrl ? { redirect_url: redirectUrl } : undefined,
    withCode: true,
  });
  return { token, mail: queueMail("password-reset", email, { token: token.token, code: token.code }) };
}

/** In the transaction of its cause: the account's former links stop working. */
export async function sendResetLink(tx: Tx, { id, email }: { id: string; email: string }): Promise<void> {
  const { token, mail } = newResetLink({ userId: id, email: email.toLowerCase(), redirectUrl: null });
  await issueToken(tx, token);
  await enqueue(tx, mail);
}

/** The same by an administrator, who thereby never chooses or sees a password. */
export async function sendSetPasswordLink(tx: Tx, { id, email, username }: { id: string; email: string; username: string }): Promise<void> {
  const token = newToken({ purpose: "password_reset", userId: id, address: email.toLowerCase(), ttlSeconds: SET_PASSWORD_SECONDS });
  await issueToken(tx, token);
  await enqueue(tx, queueMail("set-password", email, { token: token.token, username }));
}
