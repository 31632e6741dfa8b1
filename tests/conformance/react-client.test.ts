import { afterAll, beforeAll, describe, expect } from "vitest";
import { forgetEnv } from "@/lib/env";
import { makeUser, TEST_PASSWORD, type TestUser } from "../factories/make-user";
import { MINUTE, travel } from "../setup/clock";
import { freshAddress } from "../setup/test-context";
import { conforms } from "./conforms";
import { APP_ORIGIN, ReferenceClient } from "./reference-client";
import { WHOLE_USER } from "./shapes";
import { send } from "./wire";

const SETTINGS = { TOKEN_DELIVERY: "dual", CORS_ORIGINS: APP_ORIGIN };

beforeAll(() => {
  Object.assign(process.env, SETTINGS);
  forgetEnv();
});
afterAll(() => {
  for (const name of Object.keys(SETTINGS)) delete process.env[name];
  forgetEnv();
});

let made = 0;
const newcomer = () => ({ email: `react-${++made}@example.com`, password: TEST_PASSWORD, username: `react-${made}`, first_name: "Ada", plan_name: "free" });

async function signedIn(options = {}): Promise<{ client: ReferenceClient; user: TestUser }> {
  const user = await makeUser();
  const client = new ReferenceClient(options);
  await client.enter("/login", { email: user.email, password: user.password });
  client.calls.length = 0;
  return { client, user };
}

const preflight = (path: string, method: string, headers: string) =>
  send(`OPTIONS /api/auth${path}`, { headers: { origin: APP_ORIGIN, "access-control-request-method": method, "access-control-request-headers": headers } });

describe("its calls", () => {
  conforms("2.2-login", async () => {
    const user = await makeUser();
    const answer = await new ReferenceClient().enter("/login", { email: user.email, password: user.password });
    expect([answer.status, answer.body]).toMatchObject([200, { access_token: expect.any(String), refresh_token: expect.any(String), user: { id: user.id } }]);
  });

  conforms("2.2-signup", async () => {
    const answer = await new ReferenceClient().enter("/signup", newcomer());
    expect([answer.status, answer.body]).toMatchObject([201, { access_token: expect.any(String), refresh_token: expect.any(String), user: WHOLE_USER, message: expect.any(String) }]);
  });

  conforms("2.2-logout", async () => {
    const { client } = await signedIn();
    const answer = await client.logout();
    expect([answer.status, answer.headers.get("content-type"), client.jar.has("access_token")]).toEqual([200, "application/json", false]);
  });

  conforms("2.2-checkAuth", async () => {
    const { client } = await signedIn();
    expect([await client.checkAuth(), await new ReferenceClient().checkAuth()]).toEqual([true, false]);
  });

  conforms("2.2-getUser", async () => {
    const { client, user } = await signedIn();
    expect((await client.ask("GET", "/user/@me")).body).toEqual({ user: { ...WHOLE_USER, id: user.id } });
  });

  conforms("2.2-updateUser", async () => {
    const { client, user } = await signedIn();
    const answer = await client.ask("PUT", "/user/@me", { bio: "new" });
    expect([answer.status, answer.body.user]).toEqual([200, { ...WHOLE_USER, id: user.id, bio: "new" }]);
  });

  conforms("2.2-updatePassword", async () => {
    const { client } = await signedIn();
    const answer = await client.ask("POST", "/password/update", { current_password: TEST_PASSWORD, new_password: "a wholly different sentence" });
    expect([answer.status, answer.body]).toMatchObject([200, { message: expect.any(String) }]);
    const wrong = await client.ask("POST", "/password/update", { current_password: TEST_PASSWORD, new_password: "a third sentence, different" });
    expect(wrong.body.error).toEqual(expect.any(String));
  });

  conforms("2.2-refreshToken", async () => {
    const { client } = await signedIn({ cookiesBlocked: true });
    const before = client.stored;
    expect([await client.refresh(), await client.checkAuth()]).toEqual([true, true]);
    expect(client.stored?.refresh_token).not.toBe(before?.refresh_token);
  });
});

describe("what it needs of the wire", () => {
  conforms("2.3-1", async () => {
    const { client } = await signedIn();
    await client.ask("GET", "/check-auth");
    await client.refresh();
    await client.logout();
    expect(client.calls).toEqual(["GET /check-auth 200", "POST /token/refresh 200", "POST /logout 200"]);
  });

  conforms("2.3-2", async () => {
    for (const [path, method] of [["/login", "POST"], ["/check-auth", "GET"], ["/user/@me", "PUT"]] as const) {
      const { status, headers } = await preflight(path, method, "authorization,content-type");
      expect([status, headers.get("access-control-allow-origin"), headers.get("access-control-allow-credentials")]).toEqual([204, APP_ORIGIN, "true"]);
      expect(headers.get("access-control-allow-methods")).toContain(method);
      expect(headers.get("access-control-allow-headers")?.toLowerCase()).toMatch(/content-type.*authorization/);
    }
    const { client } = await signedIn();
    expect((await client.ask("GET", "/check-auth")).headers.get("access-control-allow-origin")).toBe(APP_ORIGIN);
    expect((await send("OPTIONS /api/auth/login", { headers: { origin: "https://evil.example", "access-control-request-method": "POST" } })).headers.get("access-control-allow-origin")).toBeNull();
  });

  conforms("2.3-3", async () => {
    expect((await preflight("/login", "POST", "content-type,x-tenant")).headers.get("access-control-allow-headers")).toContain("x-tenant");
    const { client } = await signedIn({ customHeaders: { "x-tenant": "seven" } });
    expect([await client.checkAuth(), await client.refresh()]).toEqual([true, true]);
  });

  conforms("2.3-4", async () => {
    const { client } = await signedIn();
    for (const [method, path, body] of [["GET", "/check-auth"], ["GET", "/user/@me"], ["PUT", "/user/@me", {}], ["POST", "/token/refresh"], ["POST", "/logout"]] as const) {
      const answer = await client.ask(method, path, body);
      expect([answer.status, answer.body], path).toEqual([200, expect.any(Object)]);
    }
  });

  conforms("2.3-5", async () => {
    const client = new ReferenceClient();
    const refused = [await client.ask("GET", "/user/@me"), await client.ask("POST", "/login", {}), await client.ask("POST", "/login", { email: "a", password: "b" }), await client.ask("GET", "/nothing")];
    for (const { body } of refused) expect(body.error).toEqual(expect.any(String));
  });

  conforms("2.3-6", async () => {
    expect((await new ReferenceClient().ask("GET", "/user/@me")).body.error).toContain("401");
  });

  conforms("2.3-7", async () => {
    for (const [path, body] of [["/signup", newcomer()], ["/login", { email: `react-${made}@example.com`, password: TEST_PASSWORD }]] as const) {
      const client = new ReferenceClient();
      await client.enter(path, body);
      expect([client.isAuthenticated, client.user?.email]).toEqual([true, body.email]);
    }
  });

  conforms("2.3-9", async () => {
    const { client } = await signedIn();
    await travel(16 * MINUTE);
    expect((await client.logout()).status).toBe(200);
    expect([client.isAuthenticated, client.jar.has("access_token"), client.jar.has("refresh_token")]).toEqual([false, false, false]);
  });

  conforms("2.3-10", async () => {
    const { client } = await signedIn({ cookiesBlocked: true });
    await client.ask("POST", "/password/update", { current_password: TEST_PASSWORD, new_password: "a wholly different sentence" });
    expect([await client.checkAuth(), await client.refresh()]).toEqual([true, true]);
  });

  conforms("2.3-11", async () => {
    const { client } = await signedIn({ cookiesBlocked: true });
    const answer = await send("POST /api/auth/token/refresh", { headers: { origin: APP_ORIGIN, authorization: `Bearer ${client.stored?.refresh_token}` } });
    expect(answer.body).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String) });
  });

  conforms("2.3-13", async () => {
    const { client } = await signedIn();
    await client.mount();
    await client.logout();
    expect(client.calls).toEqual(["GET /check-auth 200", "GET /user/@me 200", "POST /logout 200"]);
  });
});

describe("its sequences", () => {
  conforms("2.4-blocked", async () => {
    const user = await makeUser();
    const client = new ReferenceClient({ cookiesBlocked: true });
    await client.enter("/login", { email: user.email, password: user.password });
    expect(client.calls).toEqual(["POST /login 200", "GET /user/@me 401", "GET /user/@me 200"]);
    expect([client.user?.id, client.stored]).toEqual([user.id, expect.any(Object)]);
  });

  conforms("2.5-mount", async () => {
    const client = new ReferenceClient();
    await client.mount();
    expect([client.calls, client.isAuthenticated]).toEqual([["GET /check-auth 401", "POST /token/refresh 401"], false]);
    const ip = freshAddress();
    for (let visit = 0; visit < 30; visit += 1) for (const line of ["GET /api/auth/check-auth", "POST /api/auth/token/refresh"]) expect((await send(line, { ip })).status).toBe(401);
    const user = await makeUser();
    expect((await send("POST /api/auth/login", { ip, body: { email: user.email, password: user.password } })).status).toBe(200);
  });

  conforms("2.5-return", async () => {
    const { client, user } = await signedIn();
    client.user = null;
    await client.mount();
    expect([client.calls, client.user]).toMatchObject([["GET /check-auth 200", "GET /user/@me 200"], { id: user.id }]);
  });

  conforms("2.5-login", async () => {
    const user = await makeUser();
    const client = new ReferenceClient();
    await client.enter("/login", { email: user.email, password: user.password });
    expect([client.calls, client.stored, client.user]).toMatchObject([["POST /login 200", "GET /user/@me 200"], null, { id: user.id }]);
  });

  conforms("2.5-expiry", async () => {
    for (const options of [{}, { cookiesBlocked: true }]) {
      const { client, user } = await signedIn(options);
      await travel(16 * MINUTE);
      await client.mount();
      expect([client.calls, client.user]).toMatchObject([["GET /check-auth 401", "POST /token/refresh 200", "GET /user/@me 200"], { id: user.id }]);
    }
  });

  conforms("2.8-user", async () => {
    const { client } = await signedIn();
    await client.mount();
    const r = ["id", "username", "email", "first_name", "last_name", "is_verified", "phone_number", "bio", "occupation", "date_of_birth", "address", "city", "state", "country", "zip_code", "profile_picture"];
    const documents = ["role_id", "role_name", "permissions", "is_active", "last_login_at", "created_at", "tenant_id", "profile_picture_url"];
    expect(Object.keys(client.user ?? {})).toEqual(expect.arrayContaining([...r, ...documents]));
  });
});
