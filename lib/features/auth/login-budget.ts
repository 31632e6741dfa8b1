/**
 * The counters of a sign-in (docs/decisions/005). A place is taken before the password is looked at and given back
 * when it was right, so parallel tries gain nothing.
 */
import type { Tx } from "@/lib/db";
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

/** The budgets of an account and of each device it is known on. Those of addresses stay: they are not the account's. @returns how many there were */
export async function forgetFailedSignIns(tx: Tx, userId: string): Promise<number> {
  const devices = await tx.knownDevice.findMany({ where: { userId }, select: { id: true } });
  const keys = [null, ...devices.map((device) => device.id)].map((device) => accountCounter(userId, device).key);
  const { count } = await tx.rateLimit.deleteMany({ where: { key: { in: keys } } });
  return count;
}
