import { setTimeout as sleep } from "node:timers/promises";
import { Ratelimit } from "@upstash/ratelimit";
import type { Counter, Standing } from "./rate-limit";
import { StoreHealth } from "./store-health";

const PREFIX = "gatehouse:limit";

/** Probes of a load balancer must not become a load of their own. */
const KNOWN_FOR_MS = 10_000;
/** A connection that is still being made should not count as lost for so long. */
const DOUBTED_FOR_MS = 1000;

export type UpstashRedis = ConstructorParameters<typeof Ratelimit>[0]["redis"] & { eval(script: string, keys: string[], args: string[]): Promise<unknown> };

/** A Redis and how to reach it: over-ioredis.ts, over-upstash.ts. */
export interface RedisStore {
  /** In the log. */
  name: string;
  commands: UpstashRedis;
  /** How long a request may wait for it. */
  patienceMs: number;
  close(): Promise<void>;
}

/** `degraded`: Redis did not say, so somebody else has to count. */
export type RedisOutcome = Standing | "degraded";

export interface RedisWindow {
  /** Takes a point. Answers within the store's patience and never throws. */
  take(counter: Counter): Promise<RedisOutcome>;
  /** Gives a point back, if Redis answers; else the window's end will. */
  giveBack(counter: Counter): Promise<void>;
  /** Whether it answers, within its patience; a yes is good for ten seconds, a no for one. Never throws. */
  isAnswering(): Promise<boolean>;
  /** Waits briefly for what is under way, then ends the connection. Everything later is degraded. */
  close(): Promise<void>;
}

/**
 * Fixed windows in Redis, counted by `@upstash/ratelimit`. Windows follow the system's clock, so they begin at whole
 * multiples of their length and the tests' clock does not move them. A blocked try never extends a window.
 */
export function openRedisWindow(store: RedisStore): RedisWindow {
  const health = new StoreHealth(store.name);
  const limiters = new Map<string, Ratelimit>();
  let isClosed = false;

  const limiterOf = ({ points, windowSeconds }: Counter): Ratelimit => {
    const name = `${points}/${windowSeconds}s`;
    const known = limiters.get(name);
    if (known) return known;
    const limiter = Ratelimit.fixedWindow(points, `${windowSeconds} s`);
    // No cache of blocked keys: it would grow with every address that was ever blocked.
    const made = new Ratelimit({ redis: store.commands, limiter, prefix: PREFIX, timeout: store.patienceMs, ephemeralCache: false });
    limiters.set(name, made);
    return made;
  };

  const count = async (counter: Counter, rate: 1 | -1): Promise<RedisOutcome> => {
    if (isClosed || !health.mayTry()) return "degraded";
    try {
      const answer = await limiterOf(counter).limit(counter.key, { rate });
      // The library calls a stall a success, so that whoever asks is let in.
      if (answer.reason === "timeout") throw new Error(`no answer within ${store.patienceMs} ms`);
      health.succeeded();
      const resetSeconds = Math.max(1, Math.ceil((answer.reset - Date.now()) / 1000));
      return { key: counter.key, limit: counter.points, remaining: answer.remaining, resetSeconds, isRefused: !answer.success };
    } catch (error) {
      if (!isClosed) health.failed(error);
      return "degraded";
    }
  };

  const ask = async (): Promise<boolean> => {
    if (isClosed) return false;
    const answer = store.commands.eval("return 1", [], []).then(() => true, () => false);
    return Promise.race([answer, sleep(store.patienceMs, false, { ref: false })]);
  };
  let asked: { untilMs: number; answer: Promise<boolean> } | undefined;

  return {
    take: (counter) => count(counter, 1),
    isAnswering() {
      if (asked && performance.now() < asked.untilMs) return asked.answer;
      const asking = { untilMs: performance.now() + DOUBTED_FOR_MS, answer: ask() };
      void asking.answer.then((isThere) => {
        if (isThere) asking.untilMs = performance.now() + KNOWN_FOR_MS;
      });
      asked = asking;
      return asking.answer;
    },
    async giveBack(counter) {
      await count(counter, -1);
    },
    async close() {
      isClosed = true;
      await store.close();
    },
  };
}
