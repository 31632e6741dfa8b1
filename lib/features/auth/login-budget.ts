/**
 * The counters of a sign-in (security.md section 3). A place is taken before the password is looked at and given back
 * when it was right, so parallel tries gain nothing.
 */
import { env } from "@/lib/env";
import type { Counter } from "@/lib/rate-limit/rate-limit";
import { addressKey } from "@/lib/session/address-key";
import type { RequestContext } from "@/lib/session/request-context";

/** Wrong passwords that are looked at per account, from any number of addresses. */
const ACCOUNT_POINTS = 10;
const ACCOUNT_WINDOW_SECONDS = 15 * 60;

/** Per address: all tries of a short window, failures of a long one. */
export function addressCounters(ctx: RequestContext): { all: Counter[]; refundable: string[] } {
  if (!env.rateLimitEnabled) return { all: [], refundable: [] };
  const address = addressKey(ctx.ipAddress);
  const tries = { key: `login:${address}`, ...env.rateLimitLogin };
  if (env.loginMaxAttempts === 0) return { all: [tries], refundable: [] };
  const failures = {
    key: `login-failed:${address}`,
    points: env.loginMaxAttempts,
    windowSeconds: env.loginAttemptWindowMinutes * 60,
  };
  return { all: [tries, failures], refundable: [failures.key] };
}

/**
 * Per account, always on. A device its owner has signed in from has a budget of its own, so that a stranger cannot
 * lock them out. `account` is the user's id, or a digest of what was typed where nobody has that name.
 */
export const accountCounter = (account: string, knownDeviceId: string | null): Counter => ({
  key: knownDeviceId ? `login-account:${account}:${knownDeviceId}` : `login-account:${account}`,
  points: ACCOUNT_POINTS,
  windowSeconds: ACCOUNT_WINDOW_SECONDS,
});
