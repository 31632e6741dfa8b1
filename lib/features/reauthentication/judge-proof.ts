import type { Tx } from "@/lib/db";
import type { Seal } from "@/lib/operation";
import { counterOf, reserve } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import type { SharedCounter } from "@/lib/rate-limit/shared-window";
import { mailedCodeCounter } from "@/lib/session/mailed-code-counter";
import { claimCode, consumeToken } from "@/lib/session/one-time-token";
import { type ProofMethod, proofMethodsOf } from "@/lib/session/proof-methods";
import type { RequestContext } from "@/lib/session/request-context";
import type { Viewer } from "@/lib/session/viewer";
import { isOwnPassword } from "../account/is-own-password";
import { FROM_SESSION, monthCounter } from "../mfa/code-counters";
import { judgeCode } from "../mfa/judge-code";
import { plainCode } from "../mfa/recovery-code";
import { spendProof } from "../mfa/spend";
import { verifyAssertion } from "../passkeys/verify-assertion";
import { findOwnProof } from "./repo";
import type { ProofInput } from "./schema";

export interface JudgedProof {
  method: ProofMethod;
  isRight: boolean;
  /** Of what is good once. @returns false where it was used meanwhile */
  spend?: (tx: Tx) => Promise<boolean>;
}

interface Asked {
  ctx: RequestContext;
  viewer: Viewer;
  seal: Seal;
}

/**
 * Whether what was given proves that the viewer's owner is there. Of all tries of an account, whatever they try, ten wrong
 * ones are looked at in a quarter of an hour.
 * @throws AppError 429
 */
export async function judgeProof(asked: Asked, given: ProofInput): Promise<JudgedProof> {
  const { ctx, viewer } = asked;
  if (given.password !== undefined) {
    const own = await findOwnProof(viewer.userId);
    return { method: "password", isRight: await isOwnPassword(ctx, viewer.userId, given.password, own?.passwordHash ?? null) };
  }
  const isMailed = given.code !== undefined && (await proofMethodsOf(viewer.userId)).includes("email");
  const places = await reserve(ctx, [counterOf(rules.passwordCheck, viewer.userId), ...monthOf(viewer, given, isMailed)]);
  const judged = await judgeOther(asked, given, isMailed);
  if (judged.isRight) await places.giveBack();
  return judged;
}

/** A code is counted with those of its kind that are tried at the sign-in, but by itself: nobody outside of a session can use this up. */
function monthOf({ userId, email }: Viewer, { code }: ProofInput, isMailed: boolean): SharedCounter[] {
  if (code === undefined) return [];
  return [isMailed ? mailedCodeCounter(email.toLowerCase(), FROM_SESSION) : monthCounter(userId, FROM_SESSION)];
}

async function judgeOther({ ctx, viewer, seal }: Asked, { code, assertion, challenge_token }: ProofInput, isMailed: boolean): Promise<JudgedProof> {
  if (assertion !== undefined) {
    const verified = await verifyAssertion(ctx, { assertion, challenge_token }, seal);
    return { method: "passkey", isRight: verified.ok && verified.userId === viewer.userId };
  }
  return isMailed ? judgeMailed(viewer, code ?? "") : judgeApp(viewer, code ?? "");
}

async function judgeApp({ userId, email, sessionId }: Viewer, code: string): Promise<JudgedProof> {
  const proof = await judgeCode({ userId, email, code, methods: ["totp"], occasion: sessionId });
  return { method: "totp", isRight: proof !== null, spend: proof ? (tx) => spendProof(tx, userId, proof) : undefined };
}

async function judgeMailed({ userId, email }: Viewer, code: string): Promise<JudgedProof> {
  const token = await claimCode("reauthentication", { address: email.toLowerCase(), userId, code: plainCode(code) });
  return { method: "email", isRight: token !== null, spend: token ? (tx) => consumeToken(tx, token.id) : undefined };
}
