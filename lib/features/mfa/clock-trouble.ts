/** A refused code of an app whose device has another time than we have: its owner is told so, or they would type one after the other. */
import type { ErrorExtra } from "@/lib/errors";
import { INVALID_MFA_CODE } from "./errors";
import { plainCode } from "./recovery-code";
import { findTotp, type TotpState, voidSteps } from "./repo";
import { stepByAnyClock, totpCipher } from "./totp";

/** In the trail, and in `details.reason`. */
export type ClockTrouble = "clock_slow" | "clock_fast";

export const CLOCK_SENTENCES: Record<ClockTrouble, string> = {
  clock_slow: "This code is a minute or two old. Enter the one that is shown now; if that is refused too, the clock of your device is slow: have it set itself.",
  clock_fast: "The clock of your device is ahead. Have it set itself, wait two minutes, then enter the code that is shown.",
};

/**
 * Which way the clock is off, by a code that was refused; null: the code tells nothing of the kind. One that is still to come is void
 * from then on: whoever guesses learns no code that they could use in a minute.
 */
export async function clockTrouble(userId: string, typed: string, state: TotpState = "confirmed"): Promise<ClockTrouble | null> {
  const code = plainCode(typed);
  const factor = /^\d{6}$/.test(code) ? await findTotp(userId, state) : null;
  const opened = factor && totpCipher.open(factor.secret);
  const found = opened ? stepByAnyClock(code, opened.plain) : null;
  if (!factor || !found || found.isGood || (factor.lastStep !== null && found.step <= factor.lastStep)) return null;
  if (found.delta < 0) return "clock_slow";
  await voidSteps(userId, factor.id, found.step);
  return "clock_fast";
}

/** What a refusal of a code says. */
export function wrongCode(clock: ClockTrouble | null, details: Record<string, unknown> = {}): ErrorExtra {
  const message = clock ? CLOCK_SENTENCES[clock] : INVALID_MFA_CODE.message;
  return { message, details: { fields: { code: [message] }, ...(clock ? { reason: clock } : {}), ...details } };
}

/** What the trail's row of it says. */
export const aboutCode = (clock: ClockTrouble | null): { reason: ClockTrouble } | undefined => (clock ? { reason: clock } : undefined);
