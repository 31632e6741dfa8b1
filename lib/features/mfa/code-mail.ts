import type { Tx } from "@/lib/db";
import { queueMail } from "@/lib/email/queue-mail";
import { enqueue } from "@/lib/outbox/outbox";
import { deviceOf } from "@/lib/session/device";
import { issueToken, newToken } from "@/lib/session/one-time-token";
import type { RequestContext } from "@/lib/session/request-context";

/** Long enough for a slow mail server. */
export const CODE_SECONDS = 600;

/**
 * Mails a code; the one before it stops working.
 * @param occasion - what it is good for alone: a pending sign-in's token id, or a session's id
 */
export async function mailCode(tx: Tx, ctx: RequestContext, { userId, email, occasion }: { userId: string; email: string; occasion: string }): Promise<void> {
  const token = newToken({ purpose: "second_factor_code", userId, address: email.toLowerCase(), ttlSeconds: CODE_SECONDS, payload: { occasion }, withCode: true });
  await issueToken(tx, token);
  await enqueue(tx, queueMail("second-factor-code", email, { code: token.code, device: deviceOf(ctx.userAgent).name }));
}
