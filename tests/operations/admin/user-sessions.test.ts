import { describe, expect, it } from "vitest";
import { endUserSessions } from "@/lib/features/admin/operations/end-user-sessions";
import { listUserSessions } from "@/lib/features/admin/operations/list-user-sessions";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { makeSession } from "../../factories/make-session";
import { joinOrganization, makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const makeAdmin = () => makeViewer(["*"], { reach: "platform" });
const isSignedIn = async (session: { accessToken: string }) => (await callAs(session).run(checkAuth)).error === null;

describe("allowed", () => {
  it("lists open and ended sessions, open ones first, within three statements", async () => {
    const admin = await makeAdmin();
    const user = await makeUser();
    const ended = await makeSession(user);
    const open = await makeSession(user);
    await sql("UPDATE sessions SET revoked_at = app_now(), revoke_reason = 'user_logout' WHERE id = $1", [ended.sessionId]);
    const { statements, result } = await countStatements(() => callAs(admin).output(listUserSessions, { params: { id: user.id } }));
    expect(statements).toBeLessThanOrEqual(3);
    expect(result).toMatchObject({ user_id: user.id, count: 2 });
    expect(result.sessions).toMatchObject([
      { id: open.sessionId, is_active: true, revoked: false, is_current: false, user_id: user.id, device_name: "Firefox on Linux" },
      { id: ended.sessionId, is_active: false, revoked: true, revoke_reason: "user_logout" },
    ]);
    expect(JSON.stringify(result)).not.toContain(open.refreshToken);
  });

  it("ends them all, with one audit row", async () => {
    const manager = await makeViewer([], { roles: ["manager"] });
    const user = await makeUser();
    const sessions = [await makeSession(user), await makeSession(user)];
    const rows = await auditRowsOf(async () => {
      expect(await callAs(manager).output(endUserSessions, { params: { id: user.id } })).toMatchObject({ user_id: user.id, sessions_revoked: 2 });
    });
    expect(await Promise.all(sessions.map(isSignedIn))).toEqual([false, false]);
    expect(rows).toMatchObject([{ action: "session.admin_revoke_all", success: true, actor_id: manager.user.id, target_user_id: user.id, metadata: { sessions_revoked: 2 } }]);
    expect(rows).toHaveLength(1);
  });

  it("spares the session from which somebody ends their own", async () => {
    const admin = await makeAdmin();
    const second = await makeSession(admin.user);
    expect(await callAs(admin).output(endUserSessions, { params: { id: admin.user.id } })).toMatchObject({ sessions_revoked: 1 });
    expect([await isSignedIn(admin), await isSignedIn(second)]).toEqual([true, false]);
  });
});

describe("tenancy", () => {
  it("404 for another tenant's person; of a shared one, only the own tenant's sessions", async () => {
    const organization = await makeOrganization();
    const manager = await makeViewer([], { roles: ["manager"] });
    const other = await makeUser({ organization });
    const abroad = await makeSession(other);
    for (const operation of [listUserSessions, endUserSessions]) {
      for (const id of [other.id, newId()]) expect(await rowsUnchanged(() => callAs(manager).refusal(operation, { params: { id } }))).toMatchObject({ status: 404 });
    }
    await joinOrganization(other.id, String(manager.user.organizationId));
    expect(await callAs(manager).output(listUserSessions, { params: { id: other.id } })).toMatchObject({ count: 0, sessions: [] });
    expect(await callAs(manager).output(endUserSessions, { params: { id: other.id } })).toMatchObject({ sessions_revoked: 0 });
    expect(await isSignedIn(abroad)).toBe(true);
    expect(await callAs(await makeAdmin()).output(endUserSessions, { params: { id: other.id } })).toMatchObject({ sessions_revoked: 1 });
  });

  it("403 for whoever holds more", async () => {
    const manager = await makeViewer([], { roles: ["manager"] });
    const admin = await makeUser({ roles: ["admin"], reach: "platform" });
    const session = await makeSession(admin);
    const rows = await auditRowsOf(async () => {
      expect(await rowsUnchanged(() => callAs(manager).refusal(endUserSessions, { params: { id: admin.id } }))).toMatchObject({ status: 403, code: "OUT_OF_REACH" });
    });
    expect(rows).toMatchObject([{ action: "session.admin_revoke_all", success: false, error_code: "OUT_OF_REACH" }]);
    expect(await isSignedIn(session)).toBe(true);
  });
});

const valid = async () => ({ params: { id: (await makeUser()).id } });

describe("refused", () => {
  expectRefused(listUserSessions, { valid });
  expectRefused(endUserSessions, { valid });
});
