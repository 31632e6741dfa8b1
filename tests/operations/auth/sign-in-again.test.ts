import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { login } from "@/lib/features/auth/operations/login";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditMark, auditRowsOf, auditRowsSince } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { HOUR, travel } from "../../setup/clock";
import { countStatements } from "../../setup/count-statements";
import { http } from "../../setup/http";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const route = await import("@/app/api/auth/login/route");

describe("auth.login with a session that is alive ends that session @asvs V7.2.4", () => {
  const stateOf = (sessionId: string) =>
    oneRow<{ ended: boolean; revoke_reason: string | null }>("SELECT revoked_at IS NOT NULL AS ended, revoke_reason FROM sessions WHERE id = $1", [sessionId]);
  const cookiesOf = (viewer: TestViewer) => ({ access_token: viewer.accessToken, refresh_token: viewer.refreshToken });

  it("of the same person, with an audit row, and keeps the device known", async () => {
    const viewer = await makeViewer();
    const { email, password } = viewer.user;
    const first = await http(route, { browser: true, body: { email, password } });
    const device = first.cookies.device_id?.value ?? "";
    const since = await auditMark();
    const again = await http(route, { browser: true, body: { email, password }, cookies: { ...cookiesOf(viewer), device_id: device } });
    expect(again.status).toBe(200);
    expect(await stateOf(viewer.sessionId)).toEqual({ ended: true, revoke_reason: "signed_in_again" });
    expect((await callAs(viewer).refusal(checkAuth)).status).toBe(401);
    expect(await auditRowsSince(since)).toMatchObject([
      { action: "user.login", actor_id: viewer.user.id },
      { action: "session.revoked", actor_id: viewer.user.id, target_user_id: viewer.user.id, resource_type: "session", resource_id: viewer.sessionId, organization_id: viewer.user.organizationId, metadata: { reason: "signed_in_again" }, success: true },
    ]);
    expect(again.cookies.device_id?.value).toBe(device);
    expect(await sql("SELECT 1 FROM known_devices WHERE user_id = $1", [viewer.user.id])).toHaveLength(1);
  });

  it("of somebody else, in the name of whoever signs in now", async () => {
    const before = await makeViewer();
    const next = await makeUser();
    const rows = await auditRowsOf(() => http(route, { browser: true, body: { email: next.email, password: next.password }, cookies: cookiesOf(before) }));
    expect(rows.at(-1)).toMatchObject({ action: "session.revoked", actor_id: next.id, target_user_id: before.user.id, resource_id: before.sessionId });
  });

  it("whose access token has expired, or that is named by one token alone, or by a Bearer token", async () => {
    const [expired, byRefresh, byBearer] = [await makeViewer(), await makeViewer(), await makeViewer()];
    const user = await makeUser();
    const body = { email: user.email, password: user.password };
    await http(route, { browser: true, body, cookies: { refresh_token: byRefresh.refreshToken } });
    await http(route, { body, as: byBearer });
    await travel(HOUR);
    await http(route, { browser: true, body, cookies: { access_token: expired.accessToken } });
    for (const { sessionId } of [expired, byRefresh, byBearer]) expect(await stateOf(sessionId)).toMatchObject({ ended: true });
  });

  it("and no other of theirs, nor any when the sign-in is refused", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    const { email, password } = viewer.user;
    await rowsUnchanged(() => http(route, { browser: true, body: { email, password: "wrong" }, cookies: cookiesOf(viewer) }));
    await http(route, { browser: true, body: { email, password }, cookies: cookiesOf(viewer) });
    expect(await stateOf(other.sessionId)).toMatchObject({ ended: false });
  });

  it("by two statements, and by none where nothing is presented", async () => {
    const viewer = await makeViewer();
    const input = { email: viewer.user.email, password: viewer.user.password };
    const bare = await countStatements(() => callAs(null).output(login, { input }));
    const bearing = await countStatements(() => callAs(null, { cookie: viewer.accessToken, refreshCookie: viewer.refreshToken }).output(login, { input }));
    expect(bearing.statements - bare.statements).toBe(2);
  });
});

describe("auth.login remembers a device", () => {
  const devicesOf = async (userId: string) => (await sql("SELECT 1 FROM known_devices WHERE user_id = $1", [userId])).length;

  it("that keeps cookies, and none that could never present its own again", async () => {
    const user = await makeUser();
    const body = { email: user.email, password: user.password };
    const api = await http(route, { body });
    expect([api.cookies.device_id, await devicesOf(user.id)]).toEqual([undefined, 0]);
    const browser = await http(route, { body, browser: true });
    expect([typeof browser.cookies.device_id?.value, await devicesOf(user.id)]).toEqual(["string", 1]);
    await http(route, { body, cookies: { device_id: browser.cookies.device_id?.value ?? "" } });
    expect(await devicesOf(user.id)).toBe(1);
  });
});
