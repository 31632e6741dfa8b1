import { Redis } from "ioredis";
import { about, type Finding, placeOf } from "./finding";

const PATIENCE_MS = 3000;

/** Redis is a help, not a need: while it is away, limits are counted in PostgreSQL. */
export async function checkRedis(url: string | undefined): Promise<Finding[]> {
  const redis = about("redis");
  if (!url) return [redis.note("REDIS_URL is not set: limits are counted in PostgreSQL")];
  const client = new Redis(url, { lazyConnect: true, connectTimeout: PATIENCE_MS, commandTimeout: PATIENCE_MS, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.ping();
    return [redis.ok(`Redis answers at ${placeOf(url)}`)];
  } catch (error) {
    return [redis.warning(`Redis at ${placeOf(url)} does not answer (${error instanceof Error ? error.message : String(error)}): limits are counted in PostgreSQL`, "start it, or unset REDIS_URL")];
  } finally {
    client.disconnect();
  }
}
