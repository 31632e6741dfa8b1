import { Redis } from "ioredis";
import { about, type Finding, placeOf } from "./finding";

const PATIENCE_MS = 3000;
const redis = about("redis");

/** Redis is a help, not a need: while it is away, limits are counted in PostgreSQL. */
export async function checkRedis({ redisUrl, upstashRedisRestUrl, upstashRedisRestToken }: Stores): Promise<Finding[]> {
  if (redisUrl) return [await finding("Redis", redisUrl, "start it, or unset REDIS_URL", () => askRedis(redisUrl))];
  if (!upstashRedisRestUrl) return [redis.note("neither REDIS_URL nor UPSTASH_REDIS_REST_URL is set: limits are counted in PostgreSQL")];
  const ask = () => askUpstash(upstashRedisRestUrl, upstashRedisRestToken ?? "");
  return [await finding("Upstash", upstashRedisRestUrl, "compare its address and token with Upstash's console, or unset UPSTASH_REDIS_REST_URL", ask)];
}

export interface Stores {
  redisUrl?: string;
  upstashRedisRestUrl?: string;
  upstashRedisRestToken?: string;
}

async function finding(name: string, url: string, remedy: string, ask: () => Promise<void>): Promise<Finding> {
  try {
    await ask();
    return redis.ok(`${name} answers at ${placeOf(url)}`);
  } catch (error) {
    return redis.warning(`${name} at ${placeOf(url)} does not answer (${error instanceof Error ? error.message : String(error)}): limits are counted in PostgreSQL`, remedy);
  }
}

async function askRedis(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, connectTimeout: PATIENCE_MS, commandTimeout: PATIENCE_MS, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.ping();
  } finally {
    client.disconnect();
  }
}

async function askUpstash(url: string, token: string): Promise<void> {
  const answer = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${token}` }, body: '["PING"]', signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
}
