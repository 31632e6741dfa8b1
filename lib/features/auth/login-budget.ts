/**
 * The counters of a sign-in (security.md section 3). A place is taken before the password is looked at and given back
 * when it was right, so parallel tries gain nothing.
 */
import { env } from "@/lib/env";
import { counterOf } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import type { SharedCounter } from "@/lib/rate-limit/shared-window";
import { addressKey } from "@/lib/session/address-key";
import type { RequestContext } from "@/lib/session/request-context";

/** Per address: all tries of a short window, failures of a long one. `refundable` are the keys that a right password gives back. */
export function addressCounters(ctx: RequestContext): { all: SharedCounter[]; refundable: string[] } {
  if (!env.rateLimitEnabled) return { all: [], refundable: [] };
  const address = addressKey(ctx.ipAddress);
  const failures = counterOf(rules.loginFailed, address);
  return { all: [counterOf(rules.login, address), failures], refundable: [failures.key] };
}

/**
 * Per account, always on. A device its owner has signed in from has a budget of its own, so that a stranger cannot
 * lock them out. `account` is the user's id, or a digest of what was typed where nobody has that name.
 */
export const accountCounter = (account: string, knownDeviceId: string | null): SharedCounter =>
  counterOf(rules.loginAccount, knownDeviceId ? `${account}:${knownDeviceId}` : account);
