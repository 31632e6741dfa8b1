import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { logout } from "@/lib/features/auth/operations/logout";
import { makeSession } from "../../factories/make-session";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { HOUR, travel } from "../../setup/clock";
import { countStatements } from "../../setup/count-statements";
import { http } from "../../setup/http";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow } from "../../setup/sql";

const route = await import("@/app/api/auth/logout/route");
const refreshRoute = await import("@/app/api/auth/token/refresh/route");
const isAlive = async (sessionId: string) =>
  (await oneRow<{ alive: boolean }>("SELECT revoked_at IS NULL AS alive FROM sessions WHERE id = $1", [sessionId])).alive;

describe("auth.logout is allowed", () => {
  it("ends the session at once for access and refresh token @asvs V7.4.1", async () => {
    const viewer = await makeViewer();
    const answer = await http(route, { method: "POST", as: viewer });
    expect(answer).toMatchObject({ status: 200, body: { success: true, message: "Successfully logged out" } });
    expect((await callAs(viewer).refusal(checkAuth)).status).toBe(401);
    expect((await http(refreshRoute, { body: { refresh_token: viewer.refreshToken } })).status).toBe(401);
  });

  it("by cookies, and clears both", async () => {
    const viewer = await makeViewer();
    const answer = await http(route, { method: "POST", browser: true, cookies: { access_token: viewer.accessToken, refresh_token: viewer.refreshToken } });
    for (const name of ["access_token", "refresh_token"]) expect(answer.cookies[name]?.line).toBe(`${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`);
    expect(await isAlive(viewer.sessionId)).toBe(false);
  });

  it("by a refresh token in the body or in the cookie alone", async () => {
    const [first, second] = [await makeViewer(), await makeViewer()];
    await http(route, { body: { refresh_token: first.refreshToken } });
    await http(route, { method: "POST", browser: true, cookies: { refresh_token: second.refreshToken } });
    expect([await isAlive(first.sessionId), await isAlive(second.sessionId)]).toEqual([false, false]);
  });

  it("by an access token that has expired", async () => {
    const viewer = await makeViewer();
    await travel(HOUR);
    expect((await http(route, { method: "POST", as: viewer })).status).toBe(200);
    expect(await isAlive(viewer.sessionId)).toBe(false);
  });

  it("again and by nobody, always 200", async () => {
    const viewer = await makeViewer();
    for (let count = 0; count < 2; count += 1) expect((await http(route, { method: "POST", as: viewer })).status).toBe(200);
    expect((await http(route, { method: "POST" })).status).toBe(200);
    expect((await http(route, { body: { refresh_token: "nobody's" } })).status).toBe(200);
    const forged = `${viewer.accessToken.slice(0, -4)}AAAA`;
    expect((await http(route, { method: "POST", as: { accessToken: forged } })).status).toBe(200);
  });

  it("takes at most two statements", async () => {
    const viewer = await makeViewer();
    const counted = await countStatements(() => callAs(viewer).output(logout));
    expect(counted.statements).toBeLessThanOrEqual(2);
    expect(counted.begins).toBe(0);
    expect((await countStatements(() => callAs(null).output(logout))).statements).toBe(0);
  });
});

describe("auth.logout is refused", () => {
  it("from a page of another origin, with the session as it was @asvs V3.5.1", async () => {
    const viewer = await makeViewer();
    const cookies = { access_token: viewer.accessToken, refresh_token: viewer.refreshToken };
    const foreign = [{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }, {}] as Record<string, string>[];
    for (const headers of foreign) {
      const answer = await rowsUnchanged(() => http(route, { method: "POST", cookies, headers }), []);
      expect(answer).toMatchObject({ status: 403, body: { code: "CSRF" }, cookies: {} });
    }
    expect(await isAlive(viewer.sessionId)).toBe(true);
  });

  it("spares the person's other sessions and everybody else's", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    const stranger = await makeViewer();
    await callAs(viewer).output(logout);
    expect([await isAlive(viewer.sessionId), await isAlive(other.sessionId), await isAlive(stranger.sessionId)]).toEqual([false, true, true]);
  });
});

describe("auth.logout with invalid input", () => {
  it.each([
    ["a number", { refresh_token: 7 }, 422],
    ["10,000 characters", { refresh_token: "x".repeat(10_000) }, 422],
    ["broken JSON", "{", 400],
  ])("refuses %s", async (_title, body, status) => {
    const viewer = await makeViewer();
    expect((await rowsUnchanged(() => http(route, { body, as: viewer }))).status).toBe(status);
  });

  it("finds nothing by a forged, a foreign or another kind of token, and writes nothing", async () => {
    const viewer = await makeViewer();
    const sent = [viewer.refreshToken.slice(1), viewer.accessToken, "' OR 1=1 --"];
    for (const token of sent) await rowsUnchanged(() => http(route, { body: { refresh_token: token } }), []);
    expect(await isAlive(viewer.sessionId)).toBe(true);
  });
});

describe("auth.logout's audit rows", () => {
  it("one user.logout per session that ended, none afterwards", async () => {
    const viewer = await makeViewer();
    const work = () => http(route, { method: "POST", as: viewer, body: { refresh_token: viewer.refreshToken } });
    expect(await auditRowsOf(work)).toMatchObject([
      { action: "user.logout", actor_id: viewer.user.id, target_user_id: viewer.user.id, session_id: viewer.sessionId, organization_id: viewer.user.organizationId, success: true },
    ]);
    expect(await auditRowsOf(work)).toEqual([]);
  });

  it("two where the tokens name two sessions", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    const rows = await auditRowsOf(() => http(route, { as: viewer, body: { refresh_token: other.refreshToken } }));
    expect(rows.map((row) => row.session_id).sort()).toEqual([viewer.sessionId, other.sessionId].sort());
  });
});
