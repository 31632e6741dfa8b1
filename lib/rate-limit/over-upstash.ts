import { Redis } from "@upstash/redis";
import type { RedisStore } from "./redis-window";

/** How long a request waits before PostgreSQL counts it: longer than for a Redis beside us, since each command is an HTTPS request. */
const PATIENCE_MS = 500;

/** Upstash by HTTP (`UPSTASH_REDIS_REST_URL`), for platforms that keep no connection open. */
export function overUpstash(url: string, token: string, patienceMs = PATIENCE_MS): RedisStore {
  const commands = new Redis({
    url,
    token,
    // Sent again, a point that was taken while its answer got lost would be taken twice.
    retry: { retries: 0 },
    // A function: of a signal alone the client makes an answer when it ends.
    signal: () => AbortSignal.timeout(patienceMs),
    enableTelemetry: false,
    enableAutoPipelining: false,
  });
  return { name: "upstash", commands, patienceMs, close: async () => undefined };
}
