import { counterOf } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import type { SharedCounter } from "@/lib/rate-limit/shared-window";
import { isRecoveryCode, plainCode } from "./recovery-code";

/**
 * What a try of a code takes a place of: a recovery code of its own hour, everything that could be guessed of another hour and of
 * its month.
 * @param from - whence, where that has budgets of its own which a stranger with the password cannot use up: a known device, or a session
 */
export const codeCounters = (userId: string, typed: string, from: string | null): SharedCounter[] =>
  isRecoveryCode(plainCode(typed)) ? [counterOf(rules.recoveryCode, whose(userId, from))] : [hourCounter(userId, from), monthCounter(userId, from)];

/** Of six digits, wherever they are tried. */
export const hourCounter = (userId: string, from: string | null): SharedCounter => counterOf(rules.secondFactorAccount, whose(userId, from));
export const monthCounter = (userId: string, from: string | null): SharedCounter => counterOf(rules.secondFactorMonth, whose(userId, from));

const whose = (userId: string, from: string | null): string => (from ? `${userId}:${from}` : userId);

/** Of a session's tries. */
export const FROM_SESSION = "session";
