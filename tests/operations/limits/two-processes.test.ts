import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sql } from "@/tests/setup/sql";
import { type LimitInstance, startLimitInstance } from "@/tests/tools/limit-instances";
import { hasRedis, type RedisServer, startRedisServer } from "@/tests/tools/redis-server";
import { startUpstashServer, type UpstashServer } from "@/tests/tools/upstash-server";

const isInstalled = hasRedis();
const title = (text: string) => (isInstalled ? text : `${text} (skipped: no redis-server on the PATH)`);
const countedInPostgres = async (key: string) => (await sql<{ points: number }>("SELECT points FROM rate_limits WHERE key = $1", [key]))[0]?.points;

async function pair(env: Record<string, string>): Promise<[LimitInstance, LimitInstance]> {
  return [await startLimitInstance(env), await startLimitInstance(env)];
}

/** Together they get as many points as there are, whoever is quicker. */
async function expectOneBudget([one, two]: [LimitInstance, LimitInstance], key: string): Promise<void> {
  const [first, second] = await Promise.all([one.take(key, 12, 20), two.take(key, 12, 20)]);
  expect(first + second).toBe(12);
  expect(await one.take(key, 12, 1)).toBe(0);
  expect(await two.take(key, 12, 1)).toBe(0);
}

/** A new connection may take longer than the quarter of a second that a request waits. */
const untilCountedOutside = (instance: LimitInstance, name: string) =>
  vi.waitFor(async () => {
    const probe = `probe:${name}:${performance.now()}`;
    await instance.take(probe, 1, 1);
    expect(await countedInPostgres(probe)).toBeUndefined();
  }, { timeout: 10_000, interval: 300 });

describe("two instances, each a process of its own", () => {
  it("share one budget in PostgreSQL", async () => {
    const instances = await pair({});
    await expectOneBudget(instances, "processes:postgres");
    expect(await countedInPostgres("processes:postgres")).toBe(12);
    instances.forEach((instance) => instance.close());
  });

  describe.skipIf(!isInstalled)(title("with a Redis"), () => {
    let redis: RedisServer;
    let upstash: UpstashServer;
    beforeAll(async () => {
      redis = await startRedisServer();
      upstash = await startUpstashServer(redis.url);
    });
    afterAll(async () => {
      await upstash.close();
      await redis.close();
    });

    it("share one budget by REDIS_URL", async () => {
      const instances = await pair({ REDIS_URL: redis.url });
      await Promise.all(instances.map((instance, index) => untilCountedOutside(instance, `redis-${index}`)));
      await expectOneBudget(instances, "processes:redis");
      expect(await countedInPostgres("processes:redis")).toBeUndefined();
      instances.forEach((instance) => instance.close());
    });

    it("share one budget by Upstash's REST", async () => {
      const instances = await pair({ UPSTASH_REDIS_REST_URL: upstash.url, UPSTASH_REDIS_REST_TOKEN: upstash.token });
      await Promise.all(instances.map((instance, index) => untilCountedOutside(instance, `upstash-${index}`)));
      await expectOneBudget(instances, "processes:upstash");
      expect(await countedInPostgres("processes:upstash")).toBeUndefined();
      instances.forEach((instance) => instance.close());
    });
  });
});
