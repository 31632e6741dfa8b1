import { env } from "@/lib/env";
import { type Counter, giveBack, type Standing, take, tightest } from "./rate-limit";
import type { RedisWindow } from "./redis-window";

// On globalThis, because the framework bundles this module more than once in a process.
const shared = globalThis as typeof globalThis & { gatehouseRedisWindow?: Promise<RedisWindow> };

/** The store outside, where one is configured. Imported at the first use: else no code of it is loaded and no connection opened. */
async function redisWindow(): Promise<RedisWindow | null> {
  const { redisUrl, upstashRedisRestUrl, upstashRedisRestToken } = env;
  if (redisUrl) return (shared.gatehouseRedisWindow ??= open(async () => (await import("./over-ioredis")).overIoredis(redisUrl)));
  if (!upstashRedisRestUrl || !upstashRedisRestToken) return null;
  return (shared.gatehouseRedisWindow ??= open(async () => (await import("./over-upstash")).overUpstash(upstashRedisRestUrl, upstashRedisRestToken)));
}

type OpenStore = () => Promise<Parameters<typeof import("./redis-window").openRedisWindow>[0]>;

async function open(openStore: OpenStore): Promise<RedisWindow> {
  const { openRedisWindow } = await import("./redis-window");
  const opened = openRedisWindow(await openStore());
  const end = () => void opened.close();
  process.once("SIGTERM", end);
  return {
    ...opened,
    close: () => {
      process.off("SIGTERM", end);
      return opened.close();
    },
  };
}

/** A counter, and whether it has to stand in PostgreSQL whatever is configured. */
export interface SharedCounter extends Counter {
  store: "shared" | "database";
}

/** Points that were taken together. */
export interface Places {
  /** The counter that decides; null where there was none. */
  standing: Standing | null;
  /** For a try that should not have cost anything. */
  giveBack(): Promise<void>;
}

/**
 * Takes a point of every counter, or of none where one is exhausted; all instances count together. In Redis where one is
 * configured, else in PostgreSQL. A Redis that stalls or is away is no success: PostgreSQL then counts, from zero, so an
 * outage grants at most one more window.
 */
export async function takeShared(counters: readonly SharedCounter[]): Promise<Places> {
  const redis = counters.some(({ store }) => store === "shared") ? await redisWindow() : null;
  const standings: Standing[] = [];
  const inRedis: SharedCounter[] = [];
  const inPostgres: SharedCounter[] = [];
  for (const counter of counters) {
    const outcome = redis && counter.store === "shared" ? await redis.take(counter) : "degraded";
    if (outcome === "degraded") inPostgres.push(counter);
    else standings.push(outcome);
    if (outcome !== "degraded" && !outcome.isRefused) inRedis.push(counter);
  }
  const isRefused = standings.some((standing) => standing.isRefused);
  const counted = isRefused ? null : await take(inPostgres);
  const standing = tightest(counted ? [...standings, counted] : standings);
  const returnToRedis = () => Promise.all(inRedis.map((counter) => redis?.giveBack(counter)));
  if (!standing?.isRefused) return { standing, giveBack: async () => void (await Promise.all([returnToRedis(), giveBack(inPostgres.map(({ key }) => key))])) };
  await returnToRedis();
  return { standing, giveBack: async () => undefined };
}

/** How the store outside is, where one is configured. */
export async function storeState(): Promise<"connected" | "disconnected" | "not_configured"> {
  const redis = await redisWindow();
  if (!redis) return "not_configured";
  return (await redis.isAnswering()) ? "connected" : "disconnected";
}

/** Ends the connection to Redis; the next use opens another. For tests and a clean end. */
export async function closeSharedWindow(): Promise<void> {
  const opened = shared.gatehouseRedisWindow;
  shared.gatehouseRedisWindow = undefined;
  await (await opened)?.close();
}
