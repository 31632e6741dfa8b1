/** Counts a use of a rule, notes where the caller stands for the answer's headers, and refuses when there have been too many. */
import { env } from "@/lib/env";
import { AppError, RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { addressKey } from "@/lib/session/address-key";
import type { RequestContext } from "@/lib/session/request-context";
import { type Rule, rules } from "./limits";
import { takeInProcess } from "./process-window";
import { type Standing, tightest } from "./rate-limit";
import { type Places, type SharedCounter, takeShared } from "./shared-window";

type SharedRule = Rule & { store: SharedCounter["store"] };

const named: readonly Rule[] = Object.values(rules);

const keyOf = (rule: Rule, who: string) => `${rule.name}:${who}`;

/** The counter of a rule for one account or one address (`addressKey`). */
export const counterOf = (rule: SharedRule, who: string): SharedCounter => ({ key: keyOf(rule, who), store: rule.store, ...rule.budget() });

/** @throws AppError 429 */
export const countByAddress = (ctx: RequestContext, rule: Rule) => count(ctx, rule, addressKey(ctx.ipAddress));

/** @throws AppError 429 */
export const countByAccount = (ctx: RequestContext, rule: Rule, userId: string) => count(ctx, rule, userId);

async function count(ctx: RequestContext, rule: Rule, who: string): Promise<void> {
  if (!env.rateLimitEnabled) return;
  if (rule.store === "process") note(ctx, takeInProcess({ key: keyOf(rule, who), ...rule.budget() }));
  else await reserve(ctx, [counterOf({ ...rule, store: rule.store }, who)]);
}

/**
 * Takes places that the caller may give back. Holds also where `RATE_LIMIT_ENABLED=false`: whoever calls decides.
 *
 * @param isTold - false where a number of tries left would tell one account from another
 * @throws AppError 429; then nothing was taken
 */
export async function reserve(ctx: RequestContext, counters: readonly SharedCounter[], isTold = true): Promise<Places> {
  const places = await takeShared(counters);
  const { standing } = places;
  if (standing && (isTold || standing.isRefused)) note(ctx, standing);
  return places;
}

/** The answer speaks of the rule that is nearest its end. */
function note(ctx: RequestContext, standing: Standing): void {
  ctx.effects.limit = tightest(ctx.effects.limit ? [ctx.effects.limit, standing] : [standing]) ?? undefined;
  if (!standing.isRefused) return;
  const { resetSeconds } = standing;
  const [reason] = standing.key.split(":");
  // Retry-After in seconds, and the minutes that old clients read.
  throw new AppError(RATE_LIMIT_EXCEEDED, { retryAfterSeconds: resetSeconds, details: { retry_after_minutes: Math.ceil(resetSeconds / 60) }, reason, message: named.find(({ name }) => name === reason)?.sentence });
}
