/** Wrong codes of mails have an end for the month, over everything that such a code is good for. */
import { sha256 } from "@/lib/crypto";
import { counterOf } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import type { SharedCounter } from "@/lib/rate-limit/shared-window";

/**
 * Counted by address, also of those that nobody has.
 * @param address - in lower case
 * @param from - whence, where that has a budget of its own which a stranger cannot use up: a known device, or a session
 */
export const mailedCodeCounter = (address: string, from: string | null = null): SharedCounter => {
  const account = sha256(address).toString("base64url");
  return counterOf(rules.mailedCodeMonth, from ? `${account}:${from}` : account);
};
