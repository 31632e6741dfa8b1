import { now } from "@/lib/clock";
import type { RequestContext } from "@/lib/session/request-context";

/**
 * Where the client stands with the rule nearest its end, on refusals and successes alike; nothing where no rule was
 * counted. `X-RateLimit-Reset` is in whole seconds since 1970.
 */
export function limitHeaders({ effects: { limit } }: RequestContext): Record<string, string> {
  if (!limit) return {};
  return {
    "x-ratelimit-limit": String(limit.limit),
    "x-ratelimit-remaining": String(limit.remaining),
    "x-ratelimit-reset": String(Math.floor(now().getTime() / 1000) + limit.resetSeconds),
  };
}
