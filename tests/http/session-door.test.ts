import { describe, expect, it } from "vitest";
import { toSession } from "@/lib/auth/to-session";
import { viewerOf } from "@/lib/session/viewer";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { countStatements } from "../setup/count-statements";
import { DAY, HOUR, travel } from "../setup/clock";
import { http } from "../setup/http";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { sql } from "../setup/sql";
import { makeTestContext } from "../setup/test-context";
import { withEnv } from "../setup/with-env";

const route = await import("@/app/api/auth/session/route");
const refreshRoute = await import("@/app/api/auth/session/refresh/route");
const checkRoute = await import("@/app/api/auth/check-auth/route");

describe("GET /api/auth/session", () => {
  it("is null for nobody, for broken tokens and for the banned, and sets no cookie", async () => {
    const banned = await makeSession(await makeUser({ banned: true }));
    for (const cookies of [{}, { access_token: "not.a.token" }, { access_token: banned.accessToken }] as Record<string, string>[]) {
      const answer = await http(route, { cookies, browser: true });
      expect([answer.status, answer.body]).toEqual([200, null]);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });

  it("is our session in Auth.js's shape, by cookie and by Bearer, in one statement and without a cookie", async () => {
    const viewer = await makeViewer(["users.view"], { firstName: "Grace", lastName: "Hopper" });
    for (const request of [{ cookies: { access_token: viewer.accessToken, refresh_token: viewer.refreshToken }, browser: true }, { as: viewer }]) {
      const { result, statements } = await countStatements(() => rowsUnchanged(() => http(route, request), []).then((answer) => answer));
      expect(result.status).toBe(200);
      expect(result.body).toMatchObject({ sessionId: viewer.sessionId, user: { id: viewer.user.id, name: "Grace Hopper", email: viewer.user.email, image: null, permissions: ["users.view"], tenant_id: viewer.user.organizationId } });
      expect(new Date(result.body.expires).getTime()).toBeGreaterThan(Date.now());
      expect(result.headers.getSetCookie()).toEqual([]);
      expect(result.headers.get("cache-control")).toContain("no-store");
      expect(JSON.stringify(result.body)).not.toMatch(/eyJ|\$2b/);
      expect(statements).toBeGreaterThan(0);
    }
    expect((await countStatements(() => http(route, { as: viewer }))).statements).toBe(1);
  });

  it("is what auth() gives: the same function of the same viewer", async () => {
    const viewer = await makeViewer();
    const resolved = await viewerOf(makeTestContext({ token: viewer.accessToken }));
    const answer = await http(route, { as: viewer });
    expect({ ...answer.body, expires: "" }).toEqual(resolved && { ...toSession(resolved), expires: "" });
  });

  it("rotates when only the refresh cookie is good, and the new pair works", async () => {
    const viewer = await makeViewer();
    await travel(HOUR);
    const answer = await http(route, { cookies: { access_token: viewer.accessToken, refresh_token: viewer.refreshToken }, browser: true });
    expect(answer.body).toMatchObject({ sessionId: viewer.sessionId, user: { id: viewer.user.id } });
    expect(answer.cookies.refresh_token?.value).not.toBe(viewer.refreshToken);
    expect((await http(checkRoute, { cookies: { access_token: answer.cookies.access_token?.value ?? "" } })).status).toBe(200);
    const again = await http(route, { cookies: { access_token: answer.cookies.access_token?.value ?? "", refresh_token: answer.cookies.refresh_token?.value ?? "" }, browser: true });
    expect(again.headers.getSetCookie()).toEqual([]);
  });

  it("never makes a cookie outlive the session @asvs V7.3.2", async () => {
    const viewer = await makeViewer();
    await travel(29 * DAY);
    const { cookies } = await http(route, { cookies: { refresh_token: viewer.refreshToken }, browser: true });
    for (const name of ["access_token", "refresh_token"]) expect(Number(/Max-Age=(\d+)/.exec(cookies[name]?.line ?? "")?.[1])).toBeLessThanOrEqual(24 * 3600);
  });

  it("clears cookies that lead nowhere", async () => {
    const answer = await http(route, { cookies: { access_token: "x.y.z", refresh_token: "gone" }, browser: true });
    expect(answer.body).toBeNull();
    for (const name of ["access_token", "refresh_token"]) expect(answer.cookies[name]?.line).toContain("Max-Age=0");
  });

  it("puts no token into its body, whatever the delivery mode", async () => {
    for (const mode of ["body_only", "dual"]) {
      await withEnv({ TOKEN_DELIVERY: mode }, async () => {
        const viewer = await makeViewer();
        const answer = await http(route, { cookies: { refresh_token: viewer.refreshToken } });
        expect(Object.keys(answer.body).sort()).toEqual(["expires", "sessionId", "user"]);
        expect(answer.cookies.refresh_token?.value).toBeTruthy();
      });
    }
  });

  it("POST (Auth.js's update()) answers the same and is no way around CSRF", async () => {
    const viewer = await makeViewer();
    const cookies = { access_token: viewer.accessToken };
    expect((await http(route, { method: "POST", cookies, browser: true })).body).toMatchObject({ sessionId: viewer.sessionId });
    const foreign = await rowsUnchanged(() => http(route, { method: "POST", cookies, headers: { origin: "https://evil.example" } }), []);
    expect(foreign).toMatchObject({ status: 403, body: { code: "CSRF" } });
  });

  it("answers 400 to a Bearer token and a cookie of different people", async () => {
    const [first, second] = [await makeViewer(), await makeViewer()];
    expect((await http(route, { as: first, cookies: { access_token: second.accessToken } })).status).toBe(400);
  });
});

describe("a page of another origin", () => {
  it("cannot read the session, nor rotate or clear it by asking", async () => {
    const viewer = await makeViewer();
    const cookies = { refresh_token: viewer.refreshToken };
    for (const headers of [{ origin: "https://evil.example", "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "cross-site" }] as Record<string, string>[]) {
      const answer = await rowsUnchanged(() => http(route, { cookies, headers }), []);
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(answer.body).toBeNull();
    }
    expect(await sql("SELECT 1 FROM sessions WHERE id = $1 AND revoked_at IS NULL", [viewer.sessionId])).toHaveLength(1);
  });
});

describe("GET /api/auth/session/refresh", () => {
  const go = (returnTo: string, cookies: Record<string, string>) =>
    http(refreshRoute, { path: `/api/auth/session/refresh?return_to=${encodeURIComponent(returnTo)}`, cookies, headers: { "sec-fetch-site": "none" } });

  it("renews and goes on to where the page was", async () => {
    const viewer = await makeViewer();
    const answer = await go("/account?tab=2", { refresh_token: viewer.refreshToken });
    expect(answer.status).toBe(307);
    expect(answer.headers.get("location")).toBe("/account?tab=2");
    expect(answer.cookies.refresh_token?.value).not.toBe(viewer.refreshToken);
  });

  it("renews once for the requests of a page that find its token expired together, however slow one of them is", async () => {
    const viewer = await makeViewer();
    await travel(HOUR);
    const before = { access_token: viewer.accessToken, refresh_token: viewer.refreshToken };
    const held = (answer: Awaited<ReturnType<typeof go>>) => ({ access_token: answer.cookies.access_token?.value ?? "", refresh_token: answer.cookies.refresh_token?.value ?? "" });
    const first = held(await go("/account?__refreshed=1", before));
    const second = await go("/organizations?__refreshed=1", first);
    expect([second.headers.get("location"), second.headers.getSetCookie()]).toEqual(["/organizations?__refreshed=1", []]);
    const slow = await go("/account/sessions?__refreshed=1", before);
    expect([slow.headers.get("location"), slow.cookies.refresh_token?.value]).toEqual(["/account/sessions?__refreshed=1", first.refresh_token]);

    // For a permission that was given since, a token of this moment is out of date as well.
    expect(held(await go("/account", first)).refresh_token).not.toBe(first.refresh_token);
  });

  it("sends nobody in a circle whose session has ended since", async () => {
    const viewer = await makeViewer();
    await sql("UPDATE sessions SET revoked_at = app_now(), revoke_reason = 'logout' WHERE id = $1", [viewer.sessionId]);
    const answer = await go("/account?__refreshed=1", { access_token: viewer.accessToken, refresh_token: viewer.refreshToken });
    expect(answer.headers.get("location")).toBe("/login?notice=ended&return_to=%2Faccount");
  });

  it("clears both cookies and leads to the sign-in page when it fails, so nothing loops", async () => {
    const answer = await go("/account?__refreshed=1", { refresh_token: "gone", access_token: "x.y.z" });
    expect(answer.headers.get("location")).toBe("/login?notice=ended&return_to=%2Faccount");
    for (const name of ["access_token", "refresh_token"]) expect(answer.cookies[name]?.line).toContain("Max-Age=0");
  });

  it.each(["https://evil.example", "//evil.example", "/\\evil.example"])("never leads to %s @asvs V3.7.2", async (target) => {
    const viewer = await makeViewer();
    expect((await go(target, { refresh_token: viewer.refreshToken })).headers.get("location")).toBe("/dashboard");
    expect((await go(target, {})).headers.get("location")).toBe("/login?notice=ended&return_to=%2Fdashboard");
  });
});
