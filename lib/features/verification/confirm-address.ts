/**
 * The proof of an address by a mail's link or code. What it leaves of the account depends on what comes with it: from a session
 * of the account, or with its password, everything stays; the mail alone proves the address of somebody who may not have made
 * the account, so what was attached to it before is gone (claim-address.ts).
 */
import { sha256 } from "@/lib/crypto";
import type { AuditInput } from "@/lib/audit/audit-event";
import { recordEvent } from "@/lib/audit/record-event";
import type { Tx } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError, invalidFields } from "@/lib/errors";
import { isOwnPassword } from "@/lib/features/account/is-own-password";
import { welcome } from "@/lib/features/auth/welcome";
import { claimAddress, type Claimed } from "@/lib/features/auth/claim-address";
import { claimCountedCode } from "@/lib/features/mailed-link/claim-counted-code";
import { invalidToken } from "@/lib/features/mailed-link/errors";
import { refuseLink } from "@/lib/features/mailed-link/refuse-link";
import type { Seal } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { counterOf } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import { mailedCodeCounter } from "@/lib/session/mailed-code-counter";
import { claimToken, consumeToken, type FoundToken, releaseToken, withdrawTokens } from "@/lib/session/one-time-token";
import { hashPassword } from "@/lib/session/password";
import { passwordProblems } from "@/lib/session/password-policy";
import type { RequestContext } from "@/lib/session/request-context";
import type { Viewer } from "@/lib/session/viewer";
import { INVALID_PASSWORD } from "./errors";
import { type AddressOwner, findOwner, lockOwner, markVerified, setPassword } from "./repo";

const PURPOSE = "email_verification";
const ACTION = "user.email_verification";

/** What somebody shows. */
export interface Proof {
  token?: string;
  email?: string;
  code?: string;
  password?: string;
  newPassword?: string;
}

/** Who stands behind it. `mailbox`: the mail alone. */
type Standing = "session" | "password" | "mailbox";

export interface ProvedAddress {
  token: FoundToken;
  standing: Standing;
  owner: AddressOwner;
  newHash: string | null;
  sessionId: string | null;
}

/** Wrong codes count for the address, whoever sends them from wherever, and whether or not anybody has it. */
const claimByCode = (ctx: RequestContext, address: string, code: string): Promise<FoundToken | null> =>
  claimCountedCode(ctx, { purpose: PURPOSE, address, code }, [counterOf(rules.verifyCode, sha256(address).toString("base64url")), mailedCodeCounter(address)]);

/**
 * Claims the token and judges what came with it.
 * @throws AppError 400 INVALID_TOKEN, 422 for a wrong or a poor password (the token then stays good), 429
 */
export async function proveAddress(ctx: RequestContext, viewer: Viewer | null, proof: Proof, seal: Seal): Promise<ProvedAddress> {
  const address = proof.email ?? viewer?.email.toLowerCase();
  if (!proof.token && !address) throw invalidFields({ email: ["This is required."] });
  const method = proof.token ? "link" : "code";
  const token = proof.token ? await claimToken(PURPOSE, proof.token) : await claimByCode(ctx, address ?? "", proof.code ?? "");
  const event: AuditInput = { action: ACTION, actorId: viewer?.userId ?? null, identifier: proof.token ? null : address, metadata: { method } };
  const owner = token?.userId ? await findOwner(token.userId) : null;
  // The account has another address by now: what this would prove is nothing to it.
  if (!token || !owner || owner.email.toLowerCase() !== token.address) return refuseLink(seal, { purpose: PURPOSE, token: proof.token, claimed: token, event });
  try {
    const judged = await judge(ctx, viewer, proof, owner);
    return { token, owner, sessionId: judged.standing === "session" ? (viewer?.sessionId ?? null) : null, ...judged };
  } catch (error) {
    await releaseToken(token.id);
    if (error instanceof AppError) await recordEvent(seal({ ...event, targetUserId: owner.id, success: false, errorCode: error.code }));
    throw error;
  }
}

async function judge(ctx: RequestContext, viewer: Viewer | null, { password, newPassword }: Proof, owner: AddressOwner): Promise<Pick<ProvedAddress, "standing" | "newHash">> {
  if (newPassword !== undefined) {
    const problems = await passwordProblems(newPassword, owner);
    if (problems.length > 0) throw invalidFields({ new_password: problems });
    return { standing: "mailbox", newHash: await hashPassword(newPassword) };
  }
  if (viewer?.userId === owner.id) return { standing: "session", newHash: null };
  if (password === undefined) return { standing: "mailbox", newHash: null };
  if (!(await isOwnPassword(ctx, owner.id, password, owner.passwordHash)))
    throw new AppError(INVALID_PASSWORD, { details: { fields: { password: [INVALID_PASSWORD.message] } } });
  return { standing: "password", newHash: null };
}

export interface Confirmed {
  owner: AddressOwner;
  /** It was proved before, by another way. */
  wasVerified: boolean;
  claimed: Claimed | null;
  passwordRequired: boolean;
}

/** @throws AppError 400 INVALID_TOKEN where somebody else was quicker */
export async function confirmAddress(tx: Tx, { token, standing, owner: judged, newHash }: ProvedAddress): Promise<Confirmed> {
  const about = { targetUserId: judged.id };
  const owner = await lockOwner(tx, judged.id);
  if (!(await consumeToken(tx, token.id))) throw invalidToken("used", about);
  if (!owner || owner.email.toLowerCase() !== token.address) throw invalidToken("unknown", about);
  if (owner.isVerified) return { owner, wasVerified: true, claimed: null, passwordRequired: owner.passwordHash === null };
  // The password that was shown is no longer the account's.
  if (standing === "password" && owner.passwordHash !== judged.passwordHash) throw invalidToken("used", about);
  const claimed = standing === "mailbox" ? await claimAddress(tx, owner.id) : null;
  if (!claimed) {
    await markVerified(tx, owner.id);
    await withdrawTokens(tx, PURPOSE, owner.id);
  }
  if (newHash) await setPassword(tx, owner.id, newHash);
  // With the gate shut, the account was not ready when it was made.
  if (env.requireEmailVerification && owner.provider === "local") await enqueue(tx, welcome(owner));
  const hasPassword = claimed ? newHash !== null : owner.passwordHash !== null;
  return { owner, wasVerified: false, claimed, passwordRequired: !hasPassword };
}
