import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import type { RedisStore, UpstashRedis } from "./redis-window";

/** How long a request waits before PostgreSQL counts it. */
const PATIENCE_MS = 250;
/** A connection that neither opens nor answers for so long is replaced. */
const DEAD_AFTER_MS = 2000;
const RETRY_MS_MAX = 1000;

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");

/**
 * The two commands that a fixed window sends, over ioredis. The library's scripts begin with a flag of Upstash's own
 * (`#!lua flags=allow-key-locking`), which Redis refuses; without that line a script has another digest.
 */
function commandsOf(redis: Redis): UpstashRedis {
  const digests = new Map<string, string>();
  const commands = {
    evalsha: (digest: string, keys: string[], args: (string | number)[]) =>
      redis.evalsha(digests.get(digest) ?? digest, keys.length, ...keys, ...args),
    eval: (script: string, keys: string[], args: (string | number)[]) => {
      const plain = script.replace(/^#!lua[^\n]*\n/, "");
      digests.set(sha1(script), sha1(plain));
      return redis.eval(plain, keys.length, ...keys, ...args);
    },
  };
  // The declared type is the whole Upstash client; analytics, deny lists and dynamic limits, which need more, are off.
  return commands as unknown as UpstashRedis;
}

/** Any Redis, by its own protocol (`REDIS_URL`). Opens a connection at once. */
export function overIoredis(url: string): RedisStore {
  const redis = new Redis(url, {
    connectionName: "gatehouse",
    connectTimeout: DEAD_AFTER_MS,
    socketTimeout: DEAD_AFTER_MS,
    // A command that was under way when the connection broke has been counted elsewhere: never send it again.
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, RETRY_MS_MAX),
  });
  // Without a listener ioredis prints each failed attempt; the request that is affected logs it.
  redis.on("error", () => undefined);
  return {
    name: "redis",
    commands: commandsOf(redis),
    patienceMs: PATIENCE_MS,
    async close() {
      // A stalled peer never says goodbye; its socket then falls to DEAD_AFTER_MS.
      await Promise.race([redis.quit().catch(() => undefined), sleep(PATIENCE_MS)]);
      redis.disconnect();
    },
  };
}
