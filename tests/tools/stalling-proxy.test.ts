import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, isDatabaseAway, statement } from "@/lib/db";
import { withEnv } from "../setup/with-env";
import { type StallingProxy, startStallingProxy } from "./stalling-proxy";

let proxy: StallingProxy;
const direct = new URL(String(process.env.DATABASE_URL));

beforeAll(async () => {
  proxy = await startStallingProxy({ host: direct.hostname, port: Number(direct.port) });
});
afterAll(() => proxy.close());

const ask = () => statement<{ one: number }>("proxy.test", "SELECT 1 AS one", []);
const throughProxy = (work: () => Promise<void>) =>
  withEnv({ DATABASE_URL: proxy.through(direct.href) }, async () => {
    await closeDatabase();
    await work().finally(closeDatabase);
  });

async function timeOf(work: () => Promise<unknown>): Promise<{ ms: number; error: unknown }> {
  const start = performance.now();
  const error = await work().then(() => null, (reason: unknown) => reason);
  return { ms: performance.now() - start, error };
}

describe("the database behind the proxy", () => {
  it.each(["refuse", "freeze"] as const)("is away when it does %s, within its time, and back afterwards", async (mode) => {
    await throughProxy(async () => {
      expect(await ask()).toEqual([{ one: 1 }]);
      await proxy.set(mode);
      const { ms, error } = await timeOf(ask);
      expect(isDatabaseAway(error)).toBe(true);
      expect(ms).toBeLessThan(3000);
      await proxy.set("pass");
      expect(await ask()).toEqual([{ one: 1 }]);
    });
  });

  it("only takes longer when it is slow", async () => {
    await throughProxy(async () => {
      await ask();
      await proxy.set("slow", 100);
      const { ms, error } = await timeOf(ask);
      await proxy.set("pass");
      expect(error).toBeNull();
      expect(ms).toBeGreaterThanOrEqual(195);
    });
  });
});
