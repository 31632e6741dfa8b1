import { reserve } from "@/lib/rate-limit/count";
import type { SharedCounter } from "@/lib/rate-limit/shared-window";
import { claimCode, type FoundToken, type Purpose } from "@/lib/session/one-time-token";
import type { RequestContext } from "@/lib/session/request-context";

interface Tried {
  purpose: Purpose;
  /** Where its mail went, in lower case. */
  address: string;
  /** Whose it has to be, where that is known. */
  userId?: string;
  code: string;
}

/**
 * Claims the token of a code. A wrong one counts, whether or not anybody has the address; a right one gives its places back.
 * @throws AppError 429
 */
export async function claimCountedCode(ctx: RequestContext, { purpose, ...tried }: Tried, counters: readonly SharedCounter[]): Promise<FoundToken | null> {
  const places = await reserve(ctx, counters, false);
  const found = await claimCode(purpose, tried);
  if (found?.userId) await places.giveBack();
  return found;
}
