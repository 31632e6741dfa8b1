import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "ioredis";
import { log } from "@/lib/log";
import type { Blocked, Counter } from "./rate-limit";

/** How long a request waits for Redis before PostgreSQL counts it. */
const PATIENCE_MS = 250;
/** While Redis is away, one request in so long asks it; the others do not wait. */
const PAUSE_MS = 1000;
/** A connection that neither opens nor answers for so long is replaced. */
const DEAD_AFTER_MS = 2000;
const LOG_EVERY_MS = 60_000;
const PREFIX = "gatehouse:limit";

/** `degraded`: Redis did not say, so somebody else has to count. */
export type RedisOutcome = Blocked | "degraded" | null;

export interface RedisWindow {
  /** Takes a point. Answers within a quarter of a second and never throws. */
  take(counter: Counter): Promise<RedisOutcome>;
  /** Waits briefly for what is under way, then ends the connection. Everything later is degraded. */
  close(): Promise<void>;
}

type UpstashRedis = ConstructorParameters<typeof Ratelimit>[0]["redis"];

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");

/**
 * The two commands that a fixed window sends, over ioredis. The library's scripts begin with a flag of Upstash's own
 * (`#!lua flags=allow-key-locking`), which Redis refuses; without that line a script has another digest.
 */
function overIoredis(redis: Redis): UpstashRedis {
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

function connect(url: string): Redis {
  const redis = new Redis(url, {
    connectionName: "gatehouse",
    connectTimeout: DEAD_AFTER_MS,
    socketTimeout: DEAD_AFTER_MS,
    // A command that was under way when the connection broke has been counted elsewhere: never send it again.
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, PAUSE_MS),
  });
  // Without a listener ioredis prints each failed attempt; the request that is affected logs it.
  redis.on("error", () => undefined);
  return redis;
}

/** Whether Redis is worth asking. Times are those of the monotonic clock. */
class Health {
  private pausedUntilMs = 0;
  private isDegraded = false;
  private loggedAtMs = -Infinity;
  private isReported = false;

  /** While degraded, only the first caller of each pause may try. */
  mayTry(): boolean {
    const atMs = performance.now();
    if (atMs < this.pausedUntilMs) return false;
    if (this.isDegraded) this.pausedUntilMs = atMs + PAUSE_MS;
    return true;
  }

  succeeded(): void {
    if (this.isDegraded) this.pausedUntilMs = Math.min(this.pausedUntilMs, performance.now());
    this.isDegraded = false;
    if (this.isReported) log.info("limiter.recovered");
    this.isReported = false;
  }

  failed(error: unknown): void {
    const atMs = performance.now();
    this.isDegraded = true;
    this.pausedUntilMs = Math.max(this.pausedUntilMs, atMs + PAUSE_MS);
    if (atMs - this.loggedAtMs < LOG_EVERY_MS) return;
    this.loggedAtMs = atMs;
    this.isReported = true;
    log.warn("limiter.degraded", { effect: "limits are counted in PostgreSQL", reason: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * Fixed windows in Redis, counted by `@upstash/ratelimit`. Windows follow the system's clock, so they begin at whole
 * multiples of their length and the tests' clock does not move them. A blocked try never extends a window.
 */
export function openRedisWindow(url: string): RedisWindow {
  const redis = connect(url);
  const client = overIoredis(redis);
  const health = new Health();
  const rules = new Map<string, Ratelimit>();
  let isClosed = false;

  const ruleOf = ({ points, windowSeconds }: Counter): Ratelimit => {
    const name = `${points}/${windowSeconds}s`;
    const limiter = Ratelimit.fixedWindow(points, `${windowSeconds} s`);
    // No cache of blocked keys: it would grow with every address that was ever blocked.
    const rule = rules.get(name) ?? new Ratelimit({ redis: client, limiter, prefix: PREFIX, timeout: PATIENCE_MS, ephemeralCache: false });
    rules.set(name, rule);
    return rule;
  };

  return {
    async take(counter) {
      if (isClosed || !health.mayTry()) return "degraded";
      try {
        const answer = await ruleOf(counter).limit(counter.key);
        // The library calls a stall a success (security.md section 1, fact 7).
        if (answer.reason === "timeout") throw new Error(`no answer within ${PATIENCE_MS} ms`);
        health.succeeded();
        if (answer.success) return null;
        return { key: counter.key, retryAfterSeconds: Math.max(1, Math.ceil((answer.reset - Date.now()) / 1000)) };
      } catch (error) {
        if (!isClosed) health.failed(error);
        return "degraded";
      }
    },
    async close() {
      isClosed = true;
      // A stalled peer never says goodbye; its socket then falls to DEAD_AFTER_MS.
      await Promise.race([redis.quit().catch(() => undefined), sleep(PATIENCE_MS)]);
      redis.disconnect();
    },
  };
}
