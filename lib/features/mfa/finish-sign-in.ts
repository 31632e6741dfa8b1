/** The second step of a sign-in: the pending token and a code, for a session. */
import { AppError } from "@/lib/errors";
import type { WholeUser } from "@/lib/features/account/user-wire";
import { atNoCost } from "@/lib/features/auth/at-no-cost";
import { enter } from "@/lib/features/auth/enter";
import { findPersonAtDoor, type PersonAtDoor } from "@/lib/features/auth/person-at-door";
import type { PendingEntry } from "@/lib/features/auth/second-factor";
import { runAfter, runBefore } from "@/lib/hooks/run-hooks";
import type { Seal } from "@/lib/operation";
import { outboxRow } from "@/lib/outbox/outbox";
import { reserve } from "@/lib/rate-limit/count";
import type { Places, SharedCounter } from "@/lib/rate-limit/shared-window";
import { claimToken, type FoundToken, peekToken, releaseToken } from "@/lib/session/one-time-token";
import type { RequestContext } from "@/lib/session/request-context";
import { aboutCode, type ClockTrouble, clockTrouble, wrongCode } from "./clock-trouble";
import { codeCounters } from "./code-counters";
import { INVALID_MFA_CODE, MFA_TOKEN_BUSY, MFA_TOKEN_INVALID } from "./errors";
import { judgeCode, type Proof } from "./judge-code";
import { methodsOf } from "./methods";
import { finishChallenge, findOwner, type Owner, rejectCode } from "./repo";
import type { SecondFactorMethod } from "./schema";
import { recoveryCodeMail } from "./tell-owner";

export interface JudgedSignIn {
  token: FoundToken;
  entry: PendingEntry;
  owner: Owner;
  person: PersonAtDoor;
  places: Places;
  counters: SharedCounter[];
  /** null: the code is wrong. */
  proof: Proof | null;
  /** Why, where it is an app's and tells that. */
  clock: ClockTrouble | null;
}

interface Given {
  token: string;
  code: string;
  method?: SecondFactorMethod;
}

/** @throws AppError 400 MFA_TOKEN_INVALID, 409 MFA_TOKEN_BUSY */
async function claimPending(token: string): Promise<FoundToken & { userId: string }> {
  const { userId, ...found } = (await claimToken("second_factor", token)) ?? { userId: null };
  if (userId !== null && "id" in found) return { ...found, userId };
  throw new AppError((await peekToken("second_factor", token)) ? MFA_TOKEN_BUSY : MFA_TOKEN_INVALID);
}

/**
 * Looks at a code. The token is claimed meanwhile, so of parallel tries with it one is looked at; a place of the account is taken,
 * so no number of sign-ins and addresses gives more tries than its budgets.
 * @throws AppError 400 MFA_TOKEN_INVALID, 409 MFA_TOKEN_BUSY, 429
 */
export async function judgeSignIn(ctx: RequestContext, given: Given): Promise<JudgedSignIn> {
  const token = await claimPending(given.token);
  try {
    const person = await findPersonAtDoor(token.userId, ctx.credentials.deviceCookie);
    if (!person) throw new AppError(MFA_TOKEN_INVALID);
    const counters = codeCounters(token.userId, given.code, person.knownDeviceId);
    const places = await reserve(ctx, counters, false);
    return await atNoCost(places, async () => {
      await runBefore("beforeMfaVerify", { userId: token.userId }, ctx);
      const entry = token.payload as unknown as PendingEntry;
      const owner = await findOwner(token.userId);
      if (!owner) throw new AppError(MFA_TOKEN_INVALID);
      const methods = methodsOf(owner, entry.amr).filter((method) => given.method === undefined || method === given.method);
      const proof = await judgeCode({ userId: owner.id, email: owner.email, code: given.code, methods, occasion: token.id });
      const clock = proof === null && methods.includes("totp") ? await clockTrouble(owner.id, given.code) : null;
      return { token, entry, owner, person, places, counters, proof, clock };
    });
  } catch (error) {
    await releaseToken(token.id).catch(() => undefined);
    throw error;
  }
}

/** @throws AppError 400 INVALID_MFA_CODE, or MFA_TOKEN_INVALID where it was the last try of this sign-in */
async function reject({ token, owner, clock }: JudgedSignIn, seal: Seal): Promise<never> {
  const about = { actorId: null, targetUserId: owner.id, organizationId: owner.organizationId, metadata: aboutCode(clock) };
  const left = await rejectCode(token.id, seal({ action: "user.mfa_failed", success: false, errorCode: INVALID_MFA_CODE.code, ...about }));
  if (left > 0) throw new AppError(INVALID_MFA_CODE, wrongCode(clock, { tries_left: left }));
  throw new AppError(MFA_TOKEN_INVALID, { message: "Too many wrong codes. Sign in again." });
}

function recordsOf({ owner, entry }: JudgedSignIn, proof: Proof, ctx: RequestContext, seal: Seal) {
  const event = { actorId: owner.id, targetUserId: owner.id, organizationId: owner.organizationId };
  const verified = seal({ ...event, action: "user.mfa_verified", metadata: { method: proof.method, provider: entry.provider } });
  if (proof.method !== "recovery_code") return { audit: [verified], mails: [] };
  const left = owner.codesLeft - 1;
  return { audit: [verified, seal({ ...event, action: "mfa.recovery_code_used", metadata: { left } })], mails: [outboxRow(recoveryCodeMail(ctx, owner.email, left))] };
}

/**
 * Spends code and token together, and begins the session with what proved the first step, `otp` and `mfa`.
 * @throws AppError 400 INVALID_MFA_CODE or MFA_TOKEN_INVALID; what `enter` throws
 */
export async function finishSignIn(ctx: RequestContext, judged: JudgedSignIn, trustDevice: boolean, seal: Seal): Promise<WholeUser> {
  const { token, entry, owner, person, places, counters, proof } = judged;
  if (!proof) return reject(judged, seal);
  const giveBack = counters.map(({ key }) => key);
  const finished = await atNoCost(places, () => finishChallenge(owner.id, token.id, proof, { giveBack, ...recordsOf(judged, proof, ctx, seal) }));
  if (finished === "code_used") return reject(judged, seal);
  if (finished !== "done") throw new AppError(MFA_TOKEN_INVALID);
  const amr = [...new Set([...entry.amr, "otp", "mfa"])];
  const user = await enter(ctx, { person: { ...person, standing: entry.standing ?? person.standing }, amr, provider: entry.provider, rememberMe: entry.remember_me, trustDevice }, seal);
  runAfter("afterMfaVerify", { userId: owner.id, method: proof.method }, ctx);
  return user;
}
