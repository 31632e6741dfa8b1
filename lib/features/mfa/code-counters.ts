import { counterOf } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import type { SharedCounter } from "@/lib/rate-limit/shared-window";
import { isRecoveryCode, plainCode } from "./recovery-code";

/**
 * What a try of a code takes a place of: the account's hour, and of everything that could be guessed its month.
 * @param from - whence, where that has a month of its own which a stranger with the password cannot use up: a known device, or a session
 */
export const codeCounters = (userId: string, typed: string, from: string | null): SharedCounter[] => [
  counterOf(rules.secondFactorAccount, userId),
  ...(isRecoveryCode(plainCode(typed)) ? [] : [monthCounter(userId, from)]),
];

/** Of six digits, wherever they are tried. */
export const monthCounter = (userId: string, from: string | null): SharedCounter => counterOf(rules.secondFactorMonth, from ? `${userId}:${from}` : userId);

/** Of a session's tries. */
export const FROM_SESSION = "session";
