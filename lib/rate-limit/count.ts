/** Counts one use of a rule, in its store, and refuses when there have been too many. */
import { env } from "@/lib/env";
import { AppError, type ErrorExtra, RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { addressKey } from "@/lib/session/address-key";
import type { Limit } from "./limits";
import { takeInProcess } from "./process-window";
import { takeShared } from "./shared-window";

/**
 * @param who - the account's id, or the client's address, as the rule says
 * @throws AppError 429
 */
async function count(limit: Limit, who: string): Promise<void> {
  if (!env.rateLimitEnabled) return;
  const counter = { key: `${limit.name}:${who}`, ...limit.rule() };
  const blocked = limit.store === "process" ? takeInProcess(counter) : await takeShared(counter);
  if (blocked) throw new AppError(RATE_LIMIT_EXCEEDED, { ...tooOften(blocked.retryAfterSeconds), reason: limit.name });
}

/** @throws AppError 429 */
export const countByAddress = (limit: Limit, ipAddress: string | null) => count(limit, addressKey(ipAddress));

/** @throws AppError 429 */
export const countByAccount = (limit: Limit, userId: string) => count(limit, userId);

/** The wire form of "wait": Retry-After in seconds, and the minutes that old clients read. */
export const tooOften = (retryAfterSeconds: number): ErrorExtra => ({
  retryAfterSeconds,
  details: { retry_after_minutes: Math.ceil(retryAfterSeconds / 60) },
});
