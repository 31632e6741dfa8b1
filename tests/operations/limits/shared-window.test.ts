import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import type { Counter } from "@/lib/rate-limit/rate-limit";
import type { RedisWindow } from "@/lib/rate-limit/redis-window";
import { closeSharedWindow, takeShared as takeTogether } from "@/lib/rate-limit/shared-window";
import { sql } from "@/tests/setup/sql";
import { hasRedis, type RedisServer, startRedisServer } from "@/tests/tools/redis-server";

/** Well above the quarter of a second that Redis is waited for, well below the five seconds of the library. */
const PROMPTLY_MS = 1000;
const isInstalled = hasRedis();
const title = (text: string) => (isInstalled ? text : `${text} (skipped: no redis-server on the PATH)`);

const isRedisCodeLoaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes("/node_modules/ioredis/"));

let keys = 0;
const counterOf = (points: number, windowSeconds = 3600) => ({ key: `test:${(keys += 1)}`, points, windowSeconds });

/** Where one counter stands after a try: what is left, or the seconds to wait. */
const takeShared = async (counter: Counter) => (await takeTogether([{ ...counter, store: "shared" }])).standing;
const TAKEN = { isRefused: false };
const blocked = (counter: Counter, resetSeconds?: number) => ({ key: counter.key, isRefused: true, remaining: 0, ...(resetSeconds === undefined ? {} : { resetSeconds }) });

const countedInPostgres = async (key: string) => (await sql<{ points: number }>("SELECT points FROM rate_limits WHERE key = $1", [key]))[0]?.points;

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, ms: performance.now() - startedAt };
}

/** Windows begin at whole multiples of their length. */
const toNextWindow = (seconds: number) => sleep(seconds * 1000 - (Date.now() % (seconds * 1000)) + 20);

// First, while nothing in this process has asked for Redis.
describe("without REDIS_URL", () => {
  it("counts in PostgreSQL, and loads no code of Redis", async () => {
    const counter = counterOf(2);
    expect([await takeShared(counter), await takeShared(counter)]).toMatchObject([{ remaining: 1 }, { remaining: 0, isRefused: false }]);
    expect(await takeShared(counter)).toEqual({ ...blocked(counter, 3600), limit: 2 });
    expect(await countedInPostgres(counter.key)).toBe(2);
    expect(isRedisCodeLoaded()).toBe(false);
  });

  it("answers with PostgreSQL where nothing listens at REDIS_URL", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    vi.stubEnv("REDIS_URL", "redis://127.0.0.1:1");
    forgetEnv();
    const counter = counterOf(1);
    const { result, ms } = await timed(() => takeShared(counter));
    expect(result).toMatchObject(TAKEN);
    expect(ms).toBeLessThan(PROMPTLY_MS);
    expect(await takeShared(counter)).toMatchObject(blocked(counter));
    expect(isRedisCodeLoaded()).toBe(true);
    await closeSharedWindow();
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    forgetEnv();
  });
});

describe.skipIf(!isInstalled)(title("with a Redis"), () => {
  let server: RedisServer;
  const windows: RedisWindow[] = [];

  async function openWindow(): Promise<RedisWindow> {
    const { openRedisWindow } = await import("@/lib/rate-limit/redis-window");
    const { overIoredis } = await import("@/lib/rate-limit/over-ioredis");
    const opened = openRedisWindow(overIoredis(server.url));
    windows.push(opened);
    await vi.waitFor(async () => expect(await opened.take(counterOf(1))).toMatchObject(TAKEN), { timeout: 5000, interval: 50 });
    return opened;
  }

  /** A busy machine may connect in more than the quarter of a second that a request waits. */
  const untilCountedInRedis = () =>
    vi.waitFor(async () => {
      const probe = counterOf(1);
      await takeShared(probe);
      expect(await countedInPostgres(probe.key)).toBeUndefined();
    }, { timeout: 8000, interval: 300 });

  let stderr: { mock: { calls: unknown[][] } };
  const reports = () => stderr.mock.calls.filter(([line]) => String(line).includes("limiter.degraded")).map(([line]) => String(line));

  beforeAll(async () => {
    server = await startRedisServer();
  });
  beforeEach(() => {
    stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    vi.stubEnv("REDIS_URL", server.url);
    vi.stubEnv("LOG_LEVEL", "warn");
    forgetEnv();
  });
  afterEach(async () => {
    server.thaw();
    await closeSharedWindow();
    await Promise.all(windows.splice(0).map((opened) => opened.close()));
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    forgetEnv();
  });
  afterAll(() => server.close());

  it("counts together what two instances take, also in parallel", async () => {
    const [one, two] = [await openWindow(), await openWindow()];
    const counter = counterOf(10);
    const outcomes = await Promise.all(Array.from({ length: 30 }, (_, index) => (index % 2 ? one : two).take(counter)));
    expect(outcomes.filter((outcome) => outcome !== "degraded" && !outcome.isRefused)).toHaveLength(10);
    expect(outcomes).not.toContain("degraded");
    expect(await countedInPostgres(counter.key)).toBeUndefined();
  });

  it("names the seconds until the window's end, which a blocked try does not move, and begins anew after it", async () => {
    const redis = await openWindow();
    const counter = counterOf(1, 2);
    await redis.take(counter);
    await toNextWindow(2);
    expect(await redis.take(counter)).toMatchObject(TAKEN);
    expect(await redis.take(counter)).toEqual({ ...blocked(counter, 2), limit: 1 });
    await sleep(1100);
    expect(await redis.take(counter)).toEqual({ ...blocked(counter, 1), limit: 1 });
    await toNextWindow(2);
    expect(await redis.take(counter)).toMatchObject(TAKEN);
  });

  it("writes prefixed keys alone, each with an end", async () => {
    const redis = await openWindow();
    await server.ask("FLUSHALL");
    const counter = counterOf(3, 60);
    await redis.take(counter);
    const [, , key = ""] = (await server.ask("KEYS *")).split("\r\n");
    expect(await server.ask("DBSIZE")).toContain(":1\r\n");
    expect(key).toMatch(new RegExp(`^gatehouse:limit:${counter.key}:\\d+$`));
    const [ttl = ""] = (await server.ask(`PTTL ${key}`)).split("\r\n");
    expect(Number(ttl.slice(1))).toBeGreaterThan(0);
    expect(Number(ttl.slice(1))).toBeLessThanOrEqual(60_000);
  });

  it("keeps its count when Redis forgets the scripts", async () => {
    const redis = await openWindow();
    const counter = counterOf(2);
    await redis.take(counter);
    await server.ask("SCRIPT FLUSH");
    expect(await redis.take(counter)).toMatchObject(TAKEN);
    expect(await redis.take(counter)).toMatchObject(blocked(counter));
  });

  it("limits in PostgreSQL while Redis stalls, says so once, and returns to Redis", async () => {
    await untilCountedInRedis();
    const counter = counterOf(3);
    expect(await takeShared(counter)).toMatchObject(TAKEN);
    expect(await countedInPostgres(counter.key)).toBeUndefined();

    server.freeze();
    const first = await timed(() => takeShared(counter));
    expect(first.result).toMatchObject(TAKEN);
    expect(first.ms).toBeGreaterThan(200);
    expect(first.ms).toBeLessThan(PROMPTLY_MS);
    const storm = await timed(() => Promise.all(Array.from({ length: 20 }, () => takeShared(counter))));
    expect(storm.result.filter((standing) => !standing?.isRefused)).toHaveLength(2);
    expect(await countedInPostgres(counter.key)).toBe(3);
    // The next one to ask Redis finds it stalled too; nobody says so again.
    await sleep(1100);
    expect(await takeShared(counter)).toMatchObject(blocked(counter));
    expect(reports()).toHaveLength(1);
    expect(reports()[0]).toContain("no answer within 250 ms");

    server.thaw();
    await untilCountedInRedis();
    const after = counterOf(1);
    expect(await takeShared(after)).toMatchObject(TAKEN);
    expect(await takeShared(after)).toMatchObject(blocked(after));
    expect(await countedInPostgres(after.key)).toBeUndefined();
  });

  it("limits in PostgreSQL while Redis is dead, and returns to Redis when it is back", async () => {
    await untilCountedInRedis();
    await server.kill();
    const counter = counterOf(2);
    const { result, ms } = await timed(async () => [await takeShared(counter), await takeShared(counter), await takeShared(counter)]);
    expect(result).toEqual([expect.objectContaining(TAKEN), expect.objectContaining(TAKEN), expect.objectContaining(blocked(counter))]);
    expect(ms).toBeLessThan(PROMPTLY_MS);
    expect(reports()).toHaveLength(1);

    await server.start();
    await untilCountedInRedis();
  });

  it("replaces a connection that was swallowed", async () => {
    const redis = await openWindow();
    expect(await redis.take(counterOf(1))).toMatchObject(TAKEN);
    server.freeze();
    expect(await redis.take(counterOf(1))).toBe("degraded");
    // Longer than a connection may be silent.
    await sleep(2500);
    server.thaw();
    await vi.waitFor(async () => expect(await redis.take(counterOf(1))).toMatchObject(TAKEN), { timeout: 8000, interval: 300 });
  });

  it("ends its connection at close, also with a stalled Redis, and is silent afterwards", async () => {
    const redis = await openWindow();
    await redis.take(counterOf(1));
    expect(await server.ask("CLIENT LIST")).toContain("name=gatehouse");
    await redis.close();
    expect(await server.ask("CLIENT LIST")).not.toContain("name=gatehouse");
    expect(await redis.take(counterOf(1))).toBe("degraded");

    const stalled = await openWindow();
    await stalled.take(counterOf(1));
    server.freeze();
    expect((await timed(() => stalled.close())).ms).toBeLessThan(PROMPTLY_MS);
    expect(reports()).toHaveLength(0);
  });
});
