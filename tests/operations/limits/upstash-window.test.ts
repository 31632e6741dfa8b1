import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import { registerAccount } from "@/lib/features/auth/operations/register";
import { overUpstash } from "@/lib/rate-limit/over-upstash";
import { openRedisWindow, type RedisWindow } from "@/lib/rate-limit/redis-window";
import { closeSharedWindow, takeShared } from "@/lib/rate-limit/shared-window";
import { TEST_PASSWORD } from "@/tests/factories/make-user";
import { callAs } from "@/tests/setup/call-as";
import { sql } from "@/tests/setup/sql";
import { freshAddress } from "@/tests/setup/test-context";
import { hasRedis, type RedisServer, startRedisServer } from "@/tests/tools/redis-server";
import { startUpstashServer, type UpstashServer } from "@/tests/tools/upstash-server";

/** Above the half second that Upstash is waited for, below the five seconds of the library. */
const PROMPTLY_MS = 1500;
const PATIENTLY_MS = 4000;
const isInstalled = hasRedis();
const title = isInstalled ? "with Upstash's REST" : "with Upstash's REST (skipped: no redis-server on the PATH)";

let keys = 0;
const counterOf = (points: number) => ({ key: `upstash:${(keys += 1)}`, points, windowSeconds: 3600, store: "shared" as const });
const take = async (counter: ReturnType<typeof counterOf>) => (await takeShared([counter])).standing;
const countedInPostgres = async (key: string) => (await sql<{ points: number }>("SELECT points FROM rate_limits WHERE key = $1", [key]))[0]?.points;

describe.skipIf(!isInstalled)(title, () => {
  let redis: RedisServer;
  let upstash: UpstashServer;
  let written: { mock: { calls: unknown[][] } }[];
  const windows: RedisWindow[] = [];
  const reports = (event: string) => written.flatMap(({ mock }) => mock.calls.map(([line]) => String(line))).filter((line) => line.includes(event));

  /** With patience, because a busy machine answers late. */
  function openWindow(): RedisWindow {
    const opened = openRedisWindow(overUpstash(upstash.url, upstash.token, PATIENTLY_MS));
    windows.push(opened);
    return opened;
  }

  const untilCountedInUpstash = () =>
    vi.waitFor(async () => {
      const probe = counterOf(1);
      await take(probe);
      expect(await countedInPostgres(probe.key)).toBeUndefined();
    }, { timeout: 8000, interval: 300 });

  beforeAll(async () => {
    redis = await startRedisServer();
    upstash = await startUpstashServer(redis.url);
  });
  beforeEach(() => {
    written = [process.stderr, process.stdout].map((stream) => vi.spyOn(stream, "write").mockReturnValue(true));
    vi.stubEnv("UPSTASH_REDIS_REST_URL", upstash.url);
    vi.stubEnv("UPSTASH_REDIS_REST_TOKEN", upstash.token);
    vi.stubEnv("LOG_LEVEL", "info");
    forgetEnv();
  });
  afterEach(async () => {
    upstash.fail(null);
    await closeSharedWindow();
    await Promise.all(windows.splice(0).map((opened) => opened.close()));
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    forgetEnv();
  });
  afterAll(async () => {
    await upstash.close();
    await redis.close();
  });

  it("counts together what two instances take, also in parallel", async () => {
    const [one, two] = [openWindow(), openWindow()];
    const counter = counterOf(5);
    const outcomes = await Promise.all(Array.from({ length: 16 }, (_, index) => (index % 2 ? one : two).take(counter)));
    expect(outcomes).not.toContain("degraded");
    expect(outcomes.filter((outcome) => outcome !== "degraded" && !outcome.isRefused)).toHaveLength(5);
    expect(await countedInPostgres(counter.key)).toBeUndefined();
  });

  it("sends the script once and then its digest, also after Redis forgot it, and gives points back", async () => {
    const window = openWindow();
    const counter = counterOf(1);
    await redis.ask("SCRIPT FLUSH");
    upstash.commands.length = 0;
    expect(await window.take(counter)).toMatchObject({ limit: 1, remaining: 0, isRefused: false });
    expect(await window.take(counter)).toMatchObject({ remaining: 0, isRefused: true });
    expect(upstash.commands).toEqual(["EVALSHA", "EVAL", "EVALSHA"]);
    await window.giveBack(counter);
    await window.giveBack(counter);
    expect(await window.take(counter)).toMatchObject({ isRefused: false });
  });

  it("counts an operation's rule there, of all instances", async () => {
    await untilCountedInUpstash();
    const caller = callAs(null, { ip: freshAddress() });
    const person = () => ({ email: `upstash-${(keys += 1)}@example.com`, password: TEST_PASSWORD });
    for (let index = 0; index < 3; index += 1) await caller.output(registerAccount, { input: person() });
    expect(await caller.refusal(registerAccount, { input: person() })).toMatchObject({ status: 429, code: "RATE_LIMIT_EXCEEDED" });
    expect(await redis.ask("KEYS *")).toContain("gatehouse:limit:register:");
  });

  it.each([
    ["answers nothing", "silence", /no answer within 500 ms|aborted/],
    ["answers 500", 500, /made up by the tests/],
    ["refuses the token", 401, /made up by the tests/],
  ] as const)("limits in PostgreSQL while Upstash %s, says so once, and returns to it", async (_title, fault, reason) => {
    await untilCountedInUpstash();
    upstash.fail(fault);
    const counter = counterOf(2);
    const startedAt = performance.now();
    const standings = [await take(counter), await take(counter), await take(counter)];
    expect(performance.now() - startedAt).toBeLessThan(PROMPTLY_MS);
    expect(standings.map((standing) => standing?.isRefused)).toEqual([false, false, true]);
    expect(await countedInPostgres(counter.key)).toBe(2);
    expect(reports("limiter.degraded")).toHaveLength(1);
    expect(reports("limiter.degraded")[0]).toMatch(reason);
    expect(reports("limiter.degraded")[0]).not.toContain(upstash.token);

    upstash.fail(null);
    await untilCountedInUpstash();
    expect(reports("limiter.recovered")).toHaveLength(1);
  });

  it("never asks twice for one point, where the answer got lost", async () => {
    const window = openWindow();
    await window.take(counterOf(1));
    upstash.commands.length = 0;
    upstash.fail("lost");
    expect(await window.take(counterOf(5))).toBe("degraded");
    expect(upstash.commands).toEqual(["EVALSHA"]);
  });

  it("limits in PostgreSQL while nothing listens there", async () => {
    await untilCountedInUpstash();
    await upstash.stop();
    const counter = counterOf(1);
    expect(await take(counter)).toMatchObject({ isRefused: false });
    expect(await take(counter)).toMatchObject({ isRefused: true });
    await upstash.start();
    await untilCountedInUpstash();
  });
});
