import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import { login } from "@/lib/features/auth/operations/login";
import { registerAccount } from "@/lib/features/auth/operations/register";
import { closeSharedWindow, takeShared } from "@/lib/rate-limit/shared-window";
import { makeUser, TEST_PASSWORD } from "@/tests/factories/make-user";
import { callAs } from "@/tests/setup/call-as";
import { sql } from "@/tests/setup/sql";
import { freshAddress } from "@/tests/setup/test-context";
import { hasRedis, type RedisServer, startRedisServer } from "@/tests/tools/redis-server";

const isInstalled = hasRedis();
const title = isInstalled ? "operations, with a Redis" : "operations, with a Redis (skipped: no redis-server on the PATH)";

const countedInPostgres = async (key: string) => (await sql<{ points: number }>("SELECT points FROM rate_limits WHERE key = $1", [key]))[0]?.points;

let keys = 0;
const person = () => ({ email: `limit-${(keys += 1)}@example.com`, password: TEST_PASSWORD });

/** A busy machine may connect in more than the quarter of a second that a request waits. */
const untilCountedInRedis = () =>
  vi.waitFor(async () => {
    const key = `probe:${(keys += 1)}`;
    await takeShared([{ key, points: 1, windowSeconds: 3600, store: "shared" }]);
    expect(await countedInPostgres(key)).toBeUndefined();
  }, { timeout: 8000, interval: 300 });

describe.skipIf(!isInstalled)(title, () => {
  let server: RedisServer;
  let stderr: { mock: { calls: unknown[][] } };
  const reports = () => stderr.mock.calls.map(([line]) => String(line)).filter((line) => line.includes("limiter.degraded"));

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
    await closeSharedWindow();
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    forgetEnv();
  });
  afterAll(() => server.close());

  it("counts an operation's rule and the tries to sign in there, and in PostgreSQL what a right password gives back", async () => {
    await untilCountedInRedis();
    const ip = freshAddress();
    const caller = callAs(null, { ip });
    for (let index = 0; index < 3; index += 1) await caller.output(registerAccount, { input: person() });
    const refused = await caller.refusal(registerAccount, { input: person() });
    expect(refused).toMatchObject({ status: 429, code: "RATE_LIMIT_EXCEEDED" });
    expect(refused.retryAfterSeconds).toBeGreaterThan(0);
    expect(await server.ask("KEYS *")).toContain("gatehouse:limit:register:");
    expect(await countedInPostgres(`register:${ip}`)).toBeUndefined();

    const user = await makeUser();
    await callAs(null).refusal(login, { input: { identifier: user.email, password: "wrong" } });
    expect(await countedInPostgres(`login-account:${user.id}`)).toBe(1);
    const keysInRedis = await server.ask("KEYS *");
    expect(keysInRedis).toContain("gatehouse:limit:login:");
    expect(keysInRedis).not.toMatch(/login-(failed|account)/);
  });

  it("limits tries to sign in and new accounts while Redis is dead, and says so once", async () => {
    await untilCountedInRedis();
    await server.kill();
    vi.stubEnv("RATE_LIMIT_LOGIN", "2/60s");
    forgetEnv();
    const caller = callAs(null, { ip: freshAddress() });
    const statuses: (number | undefined)[] = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await caller.run(login, { input: { identifier: "nobody", password: "wrong" } })).error?.status);
    for (let index = 0; index < 4; index += 1) statuses.push((await caller.run(registerAccount, { input: person() })).error?.status);
    expect(statuses).toEqual([401, 401, 429, undefined, undefined, undefined, 429]);
    expect(reports()).toHaveLength(1);
    expect(reports()[0]).toContain("limits are counted in PostgreSQL");
    await server.start();
  });
});
