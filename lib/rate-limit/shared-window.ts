import { env } from "@/lib/env";
import { type Blocked, type Counter, take } from "./rate-limit";
import type { RedisWindow } from "./redis-window";

// On globalThis, because the framework bundles this module more than once in a process.
const shared = globalThis as typeof globalThis & { gatehouseRedisWindow?: Promise<RedisWindow> };

/** Imported at the first use: without REDIS_URL no code of Redis is loaded and no connection opened. */
async function open(url: string): Promise<RedisWindow> {
  const { openRedisWindow } = await import("./redis-window");
  const opened = openRedisWindow(url);
  const end = () => void opened.close();
  process.once("SIGTERM", end);
  return {
    take: opened.take,
    close: () => {
      process.off("SIGTERM", end);
      return opened.close();
    },
  };
}

/**
 * Takes a point that all instances count together: in Redis where `REDIS_URL` names one, else in PostgreSQL. A Redis
 * that stalls or is away is no success: PostgreSQL then counts, from zero, so an outage grants at most one more window.
 */
export async function takeShared(counter: Counter): Promise<Blocked | null> {
  if (!env.redisUrl) return take([counter]);
  const redis = await (shared.gatehouseRedisWindow ??= open(env.redisUrl));
  const outcome = await redis.take(counter);
  return outcome === "degraded" ? take([counter]) : outcome;
}

/** Ends the connection to Redis; the next use opens another. For tests and a clean end. */
export async function closeSharedWindow(): Promise<void> {
  const opened = shared.gatehouseRedisWindow;
  shared.gatehouseRedisWindow = undefined;
  await (await opened)?.close();
}
