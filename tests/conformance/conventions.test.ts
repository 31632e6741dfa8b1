import { decodeJwt } from "jose";
import { describe, expect } from "vitest";
import { env } from "@/lib/env";
import { type AccessTokenClaims, signAccessToken } from "@/lib/edge/token";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { HOUR, travel } from "../setup/clock";
import { freshAddress, TEST_ORIGIN } from "../setup/test-context";
import { withEnv } from "../setup/with-env";
import { conforms } from "./conforms";
import { COUNT, ERROR, INSTANT, MESSAGES, UUID, WHOLE_USER } from "./shapes";
import { send, type Sent } from "./wire";

const IN_BODY = { access_token: expect.stringMatching(/^eyJ/), refresh_token: expect.any(String), token_type: "Bearer", expires_in: 900 };
const BROWSER: Sent = { browser: true };
const PYTHON: Sent = { headers: { "user-agent": "python-requests/2.32" } };

async function signIn(request: Sent) {
  const { email, password } = await makeUser();
  return send("POST /api/auth/login", { ...request, body: { email, password } });
}

const sessionCookies = ({ cookies }: Awaited<ReturnType<typeof send>>) => Object.keys(cookies).filter((name) => /access|refresh/.test(name)).sort();
const BOTH = ["access_token", "refresh_token"];

describe("addresses and credentials", () => {
  conforms("1.0-bases", async () => {
    for (const line of ["GET /api/auth/check-auth", "GET /api/rbac/me", "GET /api/admin/users", "GET /api/audit/audit-logs/me"]) expect((await send(line)).status, line).toBe(401);
    const health = await send("GET /health");
    expect([health.status, health.body]).toMatchObject([200, { status: expect.any(String), database: expect.anything(), version: expect.any(String), timestamp: INSTANT }]);
  });

  conforms("1.0-transport", async () => {
    const viewer = await makeViewer();
    expect((await send("GET /api/auth/check-auth", { as: viewer })).status).toBe(200);
    expect((await send("GET /api/auth/check-auth", { cookies: { access_token: viewer.accessToken } })).status).toBe(200);
    const renewals: ((token: string) => Sent)[] = [
      (token) => ({ body: { refresh_token: token } }),
      (token) => ({ headers: { authorization: `Bearer ${token}` } }),
      (token) => ({ cookies: { refresh_token: token }, headers: { origin: TEST_ORIGIN } }),
    ];
    for (const renewal of renewals) expect((await send("POST /api/auth/token/refresh", renewal((await makeViewer()).refreshToken))).status).toBe(200);
  });

  conforms("1.0-cookies", async () => {
    const { cookies } = await signIn(BROWSER);
    for (const name of BOTH) expect(cookies[name]?.line).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    await withEnv({ APP_URL: "https://app.example.com" }, async () => {
      const answer = await signIn({ headers: { origin: "https://app.example.com" } });
      for (const name of BOTH) expect(answer.cookies[`__Host-${name}`]?.line).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
    });
  });

  conforms("1.0-csrf", async () => {
    const viewer = await makeViewer();
    const cookies = { access_token: viewer.accessToken };
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
      const answer = await send("POST /api/auth/update_user", { cookies, headers, body: { bio: "forged" } });
      expect([answer.status, answer.body]).toMatchObject([403, { code: "CSRF" }]);
    }
    expect((await send("POST /api/auth/update_user", { cookies, headers: { origin: TEST_ORIGIN }, body: { bio: "mine" } })).status).toBe(200);
  });
});

describe("delivery of tokens", () => {
  conforms("1.0-browser", async () => {
    for (const headers of [{ origin: TEST_ORIGIN }, { "sec-fetch-site": "same-origin" }]) expect(sessionCookies(await signIn({ headers: { ...headers, "user-agent": "curl/8" } }))).toEqual(BOTH);
    expect(sessionCookies(await signIn({ headers: { "user-agent": "Mozilla/5.0 Chrome/140.0" } }))).toEqual([]);
  });

  conforms("1.0-cookies_only", async () => {
    const browser = await signIn(BROWSER);
    expect([browser.body, sessionCookies(browser)]).toEqual([{ ...MESSAGES, user: WHOLE_USER }, BOTH]);
    const other = await signIn(PYTHON);
    expect([other.body, sessionCookies(other)]).toEqual([{ ...MESSAGES, user: WHOLE_USER, ...IN_BODY }, []]);
  });

  conforms("1.0-body_only", () =>
    withEnv({ TOKEN_DELIVERY: "body_only" }, async () => {
      for (const request of [BROWSER, PYTHON]) {
        const answer = await signIn(request);
        expect([answer.body, sessionCookies(answer)]).toEqual([{ ...MESSAGES, user: WHOLE_USER, ...IN_BODY }, []]);
      }
    }));

  conforms("1.0-dual", () =>
    withEnv({ TOKEN_DELIVERY: "dual" }, async () => {
      const browser = await signIn(BROWSER);
      expect([browser.body, sessionCookies(browser)]).toEqual([{ ...MESSAGES, user: WHOLE_USER, ...IN_BODY }, BOTH]);
      expect(sessionCookies(await signIn(PYTHON))).toEqual([]);
    }));

  conforms("1.0-refresh", async () => {
    for (const [mode, browser, other] of [["cookies_only", false, true], ["body_only", true, true], ["dual", true, true]] as const) {
      await withEnv({ TOKEN_DELIVERY: mode }, async () => {
        for (const [request, inBody] of [[BROWSER, browser], [PYTHON, other]] as const) {
          const answer = await send("POST /api/auth/token/refresh", { ...request, body: { refresh_token: (await makeViewer()).refreshToken } });
          expect(answer.body, mode).toEqual({ ...MESSAGES, ...(inBody ? IN_BODY : {}) });
        }
      });
    }
  });

  conforms("1.0-mode", () =>
    withEnv({ TOKEN_DELIVERY: "cookie" }, async () => {
      expect(() => env.tokenDelivery).toThrow("TOKEN_DELIVERY");
    }));

  conforms("1.0-jwt", async () => {
    const viewer = await makeViewer(["users.view"]);
    const claims = decodeJwt(viewer.accessToken);
    expect(claims).toMatchObject({ sub: viewer.user.id, sid: viewer.sessionId, tid: viewer.user.organizationId, jti: UUID, roles: [expect.any(String)], perms: ["users.view"], iat: COUNT, nbf: COUNT });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(900);
    expect(env.sessionTtlSeconds).toBe(2_592_000);
    expect(JSON.stringify(claims)).not.toContain(viewer.user.email);
    expect(viewer.refreshToken).not.toContain(".");
  });
});

describe("refusals", () => {
  conforms("1.0-401", async () => {
    const [viewer, ended] = [await makeViewer(), await makeViewer()];
    await send("POST /api/auth/logout", { as: ended });
    const foreign = `${viewer.accessToken.slice(0, -4)}AAAA`;
    const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url")}.${viewer.accessToken.split(".")[1]}.`;
    const wrongAudience = await signAccessToken({ ...(decodeJwt(viewer.accessToken) as AccessTokenClaims), aud: "https://elsewhere.example" });
    for (const token of [null, "junk", foreign, unsigned, wrongAudience, viewer.refreshToken, ended.accessToken]) {
      const answer = await send("GET /api/auth/user/@me", token === null ? {} : { as: { accessToken: token } });
      expect([answer.status, answer.body], String(token)).toEqual([401, { ...ERROR, error: expect.stringContaining("(401)"), code: "UNAUTHORIZED" }]);
    }
    await travel(HOUR);
    expect((await send("GET /api/auth/user/@me", { as: viewer })).status).toBe(401);
  });

  conforms("1.0-error", async () => {
    const viewer = await makeViewer();
    const asked = [["GET /api/rbac/me", {}, 401, "UNAUTHORIZED"], ["GET /api/admin/users", { as: viewer }, 403, "FORBIDDEN"], ["GET /api/nothing/here", {}, 404, "NOT_FOUND"]] as const;
    for (const [line, request, status, code] of asked) {
      const answer = await send(line, request);
      expect([answer.status, answer.body], line).toEqual([status, { ...ERROR, code }]);
    }
  });

  conforms("1.0-422", async () => {
    const answer = await send("POST /api/auth/register", { body: { email: "no address", password: 7 } });
    expect([answer.status, answer.body]).toEqual([422, { ...ERROR, code: "VALIDATION_ERROR", details: { fields: { email: [expect.any(String)], password: [expect.any(String)] } } }]);
  });

  conforms("1.0-429", async () => {
    const [ip, body] = [freshAddress(), { email: "nobody@example.com", password: "wrong" }];
    const first = await send("POST /api/auth/login", { ip, body });
    for (const name of ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"]) expect(first.headers.get(name)).toMatch(/^\d+$/);
    for (let more = 0; more < 5; more += 1) await send("POST /api/auth/login", { ip, body });
    const answer = await send("POST /api/auth/login", { ip, body });
    expect([answer.status, answer.body]).toMatchObject([429, { ...ERROR, code: "RATE_LIMIT_EXCEEDED" }]);
    expect([answer.headers.get("retry-after"), answer.headers.get("x-ratelimit-remaining")]).toEqual([expect.stringMatching(/^\d+$/), "0"]);
  });

  conforms("1.0-json", async () => {
    for (const [line, request, status] of [["GET /api/nothing", {}, 404], ["GET /api/auth/nothing/at/all", {}, 404], ["PATCH /api/auth/login", { body: {} }, 405], ["POST /api/auth/login", { body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } }, 415], ["POST /api/auth/login", { body: "{" }, 400], ["POST /api/auth/login", { body: "[]" }, 400]] as const) {
      const answer = await send(line, request);
      expect([answer.status, answer.body], line).toEqual([status, ERROR]);
    }
  });

  conforms("1.0-lists", async () => {
    const admin = await makeViewer([], { roles: ["admin"], reach: "platform" });
    const first = (await send("GET /api/admin/users?per_page=1", { as: admin })).body;
    expect(first).toMatchObject({ page: 1, per_page: 1, pages: first.total, count: first.total, next_cursor: expect.any(String) });
    expect((await send(`GET /api/admin/users?per_page=1&cursor=${first.next_cursor}`, { as: admin })).body.users[0].id).not.toBe(first.users[0].id);
    for (const query of ["page=0", "page=x", "per_page=-1", "per_page=1000", "cursor=junk"]) expect((await send(`GET /api/admin/users?${query}`, { as: admin })).status, query).toBe(422);
  });
});
