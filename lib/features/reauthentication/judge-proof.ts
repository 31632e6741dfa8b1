import { counterOf, reserve } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import { claimCode } from "@/lib/session/one-time-token";
import { type ProofMethod, proofMethodsOf } from "@/lib/session/proof-methods";
import type { RequestContext } from "@/lib/session/request-context";
import type { Viewer } from "@/lib/session/viewer";
import { isOwnPassword } from "../account/is-own-password";
import { findOwnProof } from "./repo";
import type { ProofInput } from "./schema";

export interface JudgedProof {
  method: ProofMethod;
  isRight: boolean;
  /** Of a mailed code: the token that is used up by it. */
  tokenId?: string;
}

/**
 * Whether what was given proves that the viewer's owner is there. Of all tries of an account, whatever they try, ten wrong
 * ones are looked at in a quarter of an hour.
 * @throws AppError 429
 */
export async function judgeProof(ctx: RequestContext, viewer: Viewer, given: ProofInput): Promise<JudgedProof> {
  if (given.password !== undefined) {
    const own = await findOwnProof(viewer.userId);
    return { method: "password", isRight: await isOwnPassword(ctx, viewer.userId, given.password, own?.passwordHash ?? null) };
  }
  const methods = await proofMethodsOf(viewer.userId);
  const place = await reserve(ctx, [counterOf(rules.passwordCheck, viewer.userId)]);
  const judged = await judgeOther(viewer, given, methods);
  if (judged.isRight) await place.giveBack();
  return judged;
}

async function judgeOther(viewer: Viewer, { code }: ProofInput, methods: readonly ProofMethod[]): Promise<JudgedProof> {
  if (code === undefined) return { method: "passkey", isRight: false };
  if (!methods.includes("email")) return { method: "totp", isRight: false };
  const token = await claimCode("reauthentication", { address: viewer.email.toLowerCase(), userId: viewer.userId, code });
  return { method: "email", isRight: token !== null, tokenId: token?.id };
}
