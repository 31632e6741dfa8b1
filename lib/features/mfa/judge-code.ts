import { claimCode, releaseToken } from "@/lib/session/one-time-token";
import { isRecoveryCode, plainCode, recoveryDigests } from "./recovery-code";
import { findRecoveryCode, findTotp, type TotpState } from "./repo";
import type { SecondFactorMethod } from "./schema";
import { stepOf, totpCipher } from "./totp";

/** A right code, and what is spent by its use. */
export interface Proof {
  method: SecondFactorMethod;
  /** Of the factor, of the recovery code, or of the mailed code's token. */
  id: string;
  /** Of an app: the code's time step. */
  step?: number;
  /** Of an app whose secret was sealed under the previous `AUTH_SECRET`: sealed anew, as hex. */
  resealed?: string;
}

export interface Judged {
  userId: string;
  /** Where a code by mail was sent to. */
  email: string;
  /** What was typed. */
  code: string;
  methods: readonly SecondFactorMethod[];
  /** What a code by mail has to have been asked for: the pending token's id, or the session's. */
  occasion: string;
}

/** What a right code is the proof of; null: it is not right, or was used already. Nothing is spent yet. */
export async function judgeCode(judged: Judged): Promise<Proof | null> {
  const code = plainCode(judged.code);
  if (isRecoveryCode(code)) return judged.methods.includes("recovery_code") ? judgeRecoveryCode(judged.userId, code) : null;
  if (!/^\d{6}$/.test(code)) return null;
  const proof = judged.methods.includes("totp") ? await judgeTotp(judged.userId, code, "confirmed") : null;
  return proof ?? (judged.methods.includes("email") ? judgeMailedCode(judged, code) : null);
}

async function judgeRecoveryCode(userId: string, code: string): Promise<Proof | null> {
  const id = await findRecoveryCode(userId, recoveryDigests(userId, code));
  return id === null ? null : { method: "recovery_code", id };
}

/** @param state - whether of the app that is in use or of the one that is being set up */
export async function judgeTotp(userId: string, code: string, state: TotpState): Promise<Proof | null> {
  const factor = await findTotp(userId, state);
  const opened = factor && totpCipher.open(factor.secret);
  if (!factor || !opened) return null;
  const step = stepOf(code, opened.plain);
  if (step === null || (factor.lastStep !== null && step <= factor.lastStep)) return null;
  return { method: "totp", id: factor.id, step, ...(opened.isCurrent ? {} : { resealed: totpCipher.seal(opened.plain).toString("hex") }) };
}

export async function judgeMailedCode({ userId, email, occasion }: Pick<Judged, "userId" | "email" | "occasion">, code: string): Promise<Proof | null> {
  const token = await claimCode("second_factor_code", { address: email.toLowerCase(), userId, code });
  if (token?.payload?.occasion === occasion) return { method: "email", id: token.id };
  // Asked for by another sign-in, in another tab maybe: there it stays good.
  if (token) await releaseToken(token.id);
  return null;
}
