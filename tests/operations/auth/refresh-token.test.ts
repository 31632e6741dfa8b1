import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { refreshToken } from "@/lib/features/auth/operations/refresh-token";
import { makeSession } from "../../factories/make-session";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { MINUTE, travel } from "../../setup/clock";
import { countStatements } from "../../setup/count-statements";
import { http } from "../../setup/http";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow } from "../../setup/sql";

const route = await import("@/app/api/auth/token/refresh/route");
const UNKNOWN = "never-issued-never-issued-never-issued-1234";
const renew = (token: string) => http(route, { body: { refresh_token: token } });
const isAlive = async (sessionId: string) =>
  (await oneRow<{ alive: boolean }>("SELECT revoked_at IS NULL AS alive FROM sessions WHERE id = $1", [sessionId])).alive;

describe("auth.refresh is allowed", () => {
  it("exchanges a token for a new pair that works", async () => {
    const viewer = await makeViewer();
    const { status, body, cookies } = await renew(viewer.refreshToken);
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, msg: expect.any(String), message: expect.any(String), token_type: "Bearer", expires_in: 900 });
    expect(body.refresh_token).toMatch(/^[\w-]{43}$/);
    expect(body.refresh_token).not.toBe(viewer.refreshToken);
    expect(cookies).toEqual({});
    expect((await callAs({ accessToken: body.access_token }).output(checkAuth)).user.id).toBe(viewer.user.id);
    expect((await renew(body.refresh_token)).status).toBe(200);
  });

  it("from the body, the Bearer header or the cookie", async () => {
    const [first, second, third] = [await makeViewer(), await makeViewer(), await makeViewer()];
    expect((await renew(first.refreshToken)).status).toBe(200);
    expect((await http(route, { method: "POST", headers: { authorization: `Bearer ${second.refreshToken}` } })).status).toBe(200);
    const answer = await http(route, { method: "POST", browser: true, cookies: { access_token: third.accessToken, refresh_token: third.refreshToken } });
    expect(answer.status).toBe(200);
    expect(answer.body.refresh_token).toBeUndefined();
    expect(answer.cookies.refresh_token?.value).toMatch(/^[\w-]{43}$/);
  });

  it("from several places at once when they agree; an access token in the header is none", async () => {
    const viewer = await makeViewer();
    const answer = await http(route, { browser: true, body: { refresh_token: viewer.refreshToken }, as: viewer, cookies: { refresh_token: viewer.refreshToken } });
    expect(answer.status).toBe(200);
  });

  it("long after the access token has expired, and while a new password is due", async () => {
    const viewer = await makeViewer([], { mustChangePassword: true });
    await travel(60 * MINUTE);
    expect((await renew(viewer.refreshToken)).status).toBe(200);
  });

  it("takes at most four statements and one commit", async () => {
    const viewer = await makeViewer();
    const counted = await countStatements(() => callAs(null).output(refreshToken, { input: { refresh_token: viewer.refreshToken } }));
    expect(counted.statements).toBeLessThanOrEqual(4);
    expect(counted.begins).toBe(0);
    expect(counted.texts.filter((text) => /\b(INSERT|UPDATE)\b/.test(text))).toHaveLength(1);
  });
});

describe("auth.refresh is refused", () => {
  it("for no token, an unknown one, or an access token: a plain 401 that ends nothing", async () => {
    const viewer = await makeViewer();
    const requests = [{ method: "POST" }, { body: { refresh_token: UNKNOWN } }, { body: { refresh_token: viewer.accessToken } }, { method: "POST", as: viewer }] as const;
    for (const request of requests) {
      const answer = await rowsUnchanged(() => http(route, request), []);
      expect(answer).toMatchObject({ status: 401, body: { code: "UNAUTHORIZED", error: expect.stringContaining("(401)") }, cookies: {} });
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
    expect(await isAlive(viewer.sessionId)).toBe(true);
  });

  it("400 for two different ones, with both left good", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    const mixed = [
      { body: { refresh_token: viewer.refreshToken }, cookies: { refresh_token: other.refreshToken }, browser: true },
      { body: { refresh_token: viewer.refreshToken }, headers: { authorization: `Bearer ${other.refreshToken}` } },
      { method: "POST", headers: { authorization: `Bearer ${viewer.refreshToken}` }, cookies: { refresh_token: other.refreshToken }, browser: true },
    ] as const;
    for (const request of mixed) expect(await rowsUnchanged(() => http(route, request), [])).toMatchObject({ status: 400, body: { code: "BAD_REQUEST" } });
    for (const { refreshToken: token } of [viewer, other]) expect((await renew(token)).status).toBe(200);
  });

  it("for sessions that ended and accounts that may not, without an alarm", async () => {
    for (const state of [{ banned: true }, { isActive: false }, { deleted: true }] as const) {
      const viewer = await makeViewer([], state);
      expect((await rowsUnchanged(() => renew(viewer.refreshToken), [])).status).toBe(401);
    }
  });

  it("from a page of another origin, with the token still good @asvs V3.5.1", async () => {
    const viewer = await makeViewer();
    const request = { method: "POST", cookies: { refresh_token: viewer.refreshToken } } as const;
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, {}] as Record<string, string>[])
      expect(await rowsUnchanged(() => http(route, { ...request, headers }), [])).toMatchObject({ status: 403, body: { code: "CSRF" }, cookies: {} });
    expect((await http(route, { ...request, browser: true })).status).toBe(200);
  });

  it("clears cookies that lead nowhere, but never while their access token is good", async () => {
    const dead = await http(route, { method: "POST", browser: true, cookies: { refresh_token: UNKNOWN, access_token: "not.a.token" } });
    expect(dead.status).toBe(401);
    expect(dead.cookies.access_token?.line).toContain("Max-Age=0");
    expect(dead.cookies.refresh_token?.line).toContain("Max-Age=0");
    const viewer = await makeViewer();
    const good = await http(route, { method: "POST", browser: true, cookies: { refresh_token: UNKNOWN, access_token: viewer.accessToken } });
    expect(good).toMatchObject({ status: 401, cookies: {} });
    const bodyOnly = await renew(UNKNOWN);
    expect(bodyOnly.cookies).toEqual({});
  });
});

describe("auth.refresh with invalid input", () => {
  it.each([
    ["a number", { refresh_token: 7 }, 422],
    ["an object", { refresh_token: {} }, 422],
    ["10,000 characters", { refresh_token: "x".repeat(10_000) }, 422],
    ["U+0000", { refresh_token: "a\0" }, 422],
    ["an array", [], 400],
    ["broken JSON", "{", 400],
  ])("refuses %s", async (_title, body, status) => {
    expect((await rowsUnchanged(() => http(route, { body }), [])).status).toBe(status);
  });
});

describe("auth.refresh's audit rows", () => {
  it("one token.refresh by the person, in the session", async () => {
    const viewer = await makeViewer();
    expect(await auditRowsOf(() => renew(viewer.refreshToken))).toMatchObject([
      { action: "token.refresh", actor_id: viewer.user.id, session_id: viewer.sessionId, organization_id: viewer.user.organizationId, success: true },
    ]);
    expect(await auditRowsOf(() => renew(UNKNOWN))).toEqual([]);
  });
});
