import { type ProxyMode, type StallingProxy, startStallingProxy } from "../../tools/stalling-proxy";
import { expectGoodPage } from "../support/expect-accessible";
import { call, tokensOf } from "../support/api-call";
import { type OwnServers, ownServers } from "../support/own-servers";
import { expect, test } from "../support/test";

/** Every answer is promised within three seconds; more would only measure this machine. */
const PATIENCE_MS = 5000;

let proxy: StallingProxy;
let servers: OwnServers;
let url: string;
let token: string;

test.beforeAll(async () => {
  const through = async (databaseUrl: string) => {
    const { hostname, port } = new URL(databaseUrl);
    proxy = await startStallingProxy({ host: hostname, port: Number(port) });
    return proxy.through(databaseUrl);
  };
  servers = await ownServers({ through });
  url = servers.instances[0]?.url ?? "";
});

test.beforeEach(async () => {
  await proxy.set("pass");
  token = (await tokensOf(url, "admin")).access_token;
});

test.afterAll(async () => {
  await proxy.set("pass");
  await servers.end();
  await proxy.close();
});

/** A sign-in ends the session that is presented with it, so that it comes without one. */
const asked: { path: string; data?: object; signedOut?: boolean }[] = [
  { path: "/api/auth/me" },
  { path: "/api/admin/users" },
  { path: "/api/admin/stats" },
  { path: "/api/auth/login", signedOut: true, data: { identifier: "user@example.com", password: "User123!" } },
  { path: "/api/auth/update_user", data: { city: "Away" } },
  { path: "/api/auth/session" },
  { path: "/api/health" },
  { path: "/dashboard" },
  { path: "/admin/users" },
  { path: "/account" },
];

async function askAll() {
  return Promise.all(
    asked.map(async ({ path, data, signedOut = false }) => {
      const headers = path.startsWith("/api") ? undefined : { cookie: `access_token=${token}` };
      const begunAt = performance.now();
      const answer = await call(url, path, { data, token: headers || signedOut ? null : token, headers });
      const body = await answer.text();
      return { path, status: answer.status, retryAfter: answer.headers.get("retry-after"), body, ms: performance.now() - begunAt };
    }),
  );
}

for (const mode of ["refuse", "freeze"] satisfies ProxyMode[]) {
  test(`a database that does ${mode} is a 503 with Retry-After, and all is well when it returns`, async () => {
    await proxy.set(mode);
    for (const { path, status, retryAfter, body, ms } of await askAll()) {
      expect(status, `${path}: ${body.slice(0, 300)}`).toBe(503);
      expect(retryAfter, path).toMatch(/^\d+$/);
      expect(ms, path).toBeLessThan(PATIENCE_MS);
      if (path.startsWith("/api")) expect(JSON.parse(body), path).toMatchObject({ code: "UNAVAILABLE", error: expect.any(String), request_id: expect.any(String) });
      else expect(body, path).toContain("We cannot reach our database");
    }
    // What needs no database is not taken along.
    expect((await call(url, "/api/health/live")).status).toBe(200);
    expect((await call(url, "/api/openapi.json")).status).toBe(200);

    await proxy.set("pass");
    await expect(async () => expect((await askAll()).map(({ status }) => status)).toEqual(asked.map(() => 200))).toPass({ timeout: 10_000 });
    expect(servers.instances[0]?.isAlive()).toBe(true);
  });
}

test("a slow database is only slow", async () => {
  await proxy.set("slow", 100);
  for (const { path, status, body } of await askAll()) expect([200, 503], `${path}: ${body.slice(0, 300)}`).toContain(status);
  await proxy.set("pass");
  expect((await askAll()).map(({ status }) => status)).toEqual(asked.map(() => 200));
});

test("a page shows the outage to its reader, and the page when it is over", async ({ page, complaints }) => {
  complaints.allow(/503|Failed to load resource|digest|Server Components render/);
  await page.context().addCookies([{ name: "access_token", value: token, url }]);
  await page.goto(`${url}/dashboard`);
  await proxy.set("refuse");
  expect((await page.goto(`${url}/dashboard`))?.status()).toBe(503);
  await expect(page.getByRole("heading", { name: "We cannot reach our database" })).toBeVisible();
  await expectGoodPage(page);
  await proxy.set("pass");
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: /^Hello/ })).toBeVisible();
});
