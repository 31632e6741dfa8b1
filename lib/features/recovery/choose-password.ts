/** What follows once a reset is claimed: judging and hashing the new password, and the change with all that it closes. */
import { lockAccount } from "@/lib/access/lock-account";
import { recordIn } from "@/lib/audit/record-event";
import { now } from "@/lib/clock";
import type { Tx } from "@/lib/db";
import { queueMail } from "@/lib/email/queue-mail";
import { invalidFields } from "@/lib/errors";
import { claimAddress } from "@/lib/features/auth/claim-address";
import { forgetFailedSignIns } from "@/lib/features/auth/login-budget";
import { withdrawPending } from "@/lib/features/auth/withdraw-pending";
import { invalidToken } from "@/lib/features/mailed-link/errors";
import { runBefore } from "@/lib/hooks/run-hooks";
import type { Seal } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { deviceOf } from "@/lib/session/device";
import { consumeToken, releaseToken } from "@/lib/session/one-time-token";
import { hashPassword } from "@/lib/session/password";
import { passwordProblems } from "@/lib/session/password-policy";
import type { RequestContext } from "@/lib/session/request-context";
import { type Claimed, claimReset, type Presented } from "./claim-reset";
import { setPassword } from "./repo";

export interface Prepared extends Claimed {
  hash: string;
}

/** `field`: what the password is called where it was sent, for the sentences about it. */
interface Wanted {
  password: string;
  field: "password" | "new_password";
}

/** @throws AppError 400 INVALID_TOKEN, or 422 for a password that the policy refuses, after which the link may be used again */
export async function prepareReset(door: { ctx: RequestContext; seal: Seal }, presented: Presented, { password, field }: Wanted): Promise<Prepared> {
  const claimed = await claimReset(door, presented);
  try {
    const problems = await passwordProblems(password, claimed.owner);
    if (problems.length > 0) throw invalidFields({ [field]: problems });
    await runBefore("beforePasswordChange", { userId: claimed.owner.id, newPassword: password }, door.ctx);
    return { ...claimed, hash: await hashPassword(password) };
  } catch (error) {
    await releaseToken(claimed.tokenId);
    throw error;
  }
}

/**
 * Everything that the old password had opened ends with it; whoever has the mail has proved the address. Nobody is signed in:
 * the second factor is asked for at the sign-in that follows.
 *
 * @returns how many sessions were ended
 * @throws AppError 400 INVALID_TOKEN where another use of the link, or of another one of the account, was first
 */
export async function finishReset(tx: Tx, { ctx, seal }: { ctx: RequestContext; seal: Seal }, prepared: Prepared): Promise<number> {
  const { tokenId, owner, address, hash } = prepared;
  const { id, email, organizationId } = owner;
  const about = { targetUserId: id, metadata: { method: "reset_token" } };
  // Of two links of one account that are used at once, the second waits here, and then finds itself withdrawn.
  await lockAccount(tx, id);
  if (!(await consumeToken(tx, tokenId))) throw invalidToken("used", about);
  await forgetFailedSignIns(tx, id);
  const { isFirstProof, removed, sessionsEnded } = await claimAddress(tx, id);
  if (!(await setPassword(tx, { id, email: address, hash }))) throw invalidToken("unknown", about);
  const withdrawn = await withdrawPending(tx, { userId: id, reason: "password_reset", protections: "all" });
  const ended = sessionsEnded + withdrawn.sessionsEnded;
  await enqueue(tx, queueMail("password-changed", email, { at: now(), device: deviceOf(ctx.userAgent).name }));
  const proof = isFirstProof ? { address_verified: true, removed } : {};
  const event = { action: "user.password_change", actorId: id, targetUserId: id, organizationId, metadata: { method: "reset_token", sessions_revoked: ended, ...proof } };
  await recordIn(tx, seal(event));
  return ended;
}
