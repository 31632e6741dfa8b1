import { afterEach, describe, expect, it, vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import { checkHealth } from "@/lib/features/health/operations/check-health";
import { closeSharedWindow, storeState } from "@/lib/rate-limit/shared-window";
import { callAs } from "@/tests/setup/call-as";
import { hasRedis, startRedisServer } from "@/tests/tools/redis-server";
import { startUpstashServer } from "@/tests/tools/upstash-server";

const isInstalled = hasRedis();
const title = isInstalled ? "with a Redis" : "with a Redis (skipped: no redis-server on the PATH)";

const configure = (variables: Record<string, string>) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  forgetEnv();
};

/** A busy machine may connect in more than the quarter of a second that is waited for. */
const untilConnected = () => vi.waitFor(async () => expect(await storeState()).toBe("connected"), { timeout: 15_000, interval: 300 });

afterEach(async () => {
  await closeSharedWindow();
  vi.unstubAllEnvs();
  forgetEnv();
});

describe("the store of limits", () => {
  it("is not configured where nothing names one", async () => {
    expect(await storeState()).toBe("not_configured");
  });

  it("is disconnected where nothing listens, which is told at once and leaves this instance ready", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    configure({ REDIS_URL: "redis://127.0.0.1:1" });
    expect(await storeState()).toBe("disconnected");
    expect(await callAs(null).output(checkHealth)).toMatchObject({ status: "healthy", redis: "disconnected", cache: "disconnected" });
  });
});

describe.skipIf(!isInstalled)(title, () => {
  it("is connected, by Redis' own protocol and by Upstash's, and a yes is remembered", async () => {
    const redis = await startRedisServer();
    const upstash = await startUpstashServer(redis.url);
    try {
      configure({ REDIS_URL: redis.url });
      await untilConnected();
      await closeSharedWindow();
      configure({ REDIS_URL: "", UPSTASH_REDIS_REST_URL: upstash.url, UPSTASH_REDIS_REST_TOKEN: upstash.token });
      await untilConnected();
      upstash.fail(503);
      expect(await storeState(), "remembered").toBe("connected");
    } finally {
      await closeSharedWindow();
      await upstash.close();
      await redis.close();
    }
  });
});
