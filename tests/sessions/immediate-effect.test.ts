import { describe, expect, it } from "vitest";
import { can } from "@/lib/access/policy";
import { banUser } from "@/lib/features/admin/operations/ban-user";
import { endUserSessions } from "@/lib/features/admin/operations/end-user-sessions";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { changePassword } from "@/lib/features/account/operations/change-password";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { login } from "@/lib/features/auth/operations/login";
import { logout } from "@/lib/features/auth/operations/logout";
import { refreshToken } from "@/lib/features/auth/operations/refresh-token";
import { endOtherSessions } from "@/lib/features/sessions/operations/end-other-sessions";
import { endOwnSession } from "@/lib/features/sessions/operations/end-own-session";
import { giveRole, makeRole } from "../factories/make-role";
import { makeSession } from "../factories/make-session";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { callAs } from "../setup/call-as";
import { sql } from "../setup/sql";

const isIn = async (caller: { accessToken: string }) => (await callAs(caller).run(checkAuth)).error === null;
const renew = async (token: string) => {
  const { ctx } = await callAs(null).run(refreshToken, { input: { refresh_token: token } });
  return ctx.effects.session && ctx.effects.session !== "ended" ? ctx.effects.session : null;
};
const makeAdministrator = () => makeViewer(["users.*", "sessions.*"], { reach: "platform" });
const BAN = { reason: "spam" };

/** What ends every session of a person (or all but the one that asks), each as an operation of the product. */
const endings: [string, (viewer: TestViewer) => Promise<unknown>][] = [
  ["a ban", async ({ user }) => callAs(await makeAdministrator()).output(banUser, { params: { id: user.id }, input: BAN })],
  ["an administrator's revoke", async ({ user }) => callAs(await makeAdministrator()).output(endUserSessions, { params: { id: user.id } })],
  ["logout", async (viewer) => callAs(viewer).output(logout)],
  ["the end of this one session", async (viewer) => callAs(viewer).output(endOwnSession, { params: { session_id: viewer.sessionId } })],
  ["the end of all others", async ({ user }) => callAs(await makeSession(user)).output(endOtherSessions)],
  [
    "a change of password elsewhere",
    async ({ user }) => callAs(await makeSession(user)).output(changePassword, { input: { current_password: user.password, new_password: "another that nobody knows" } }),
  ],
];

describe.each(endings)("%s", (_name, end) => {
  it("acts on the next request: neither token works @asvs V7.4.1 @asvs V7.4.2", async () => {
    const viewer = await makeViewer();
    expect(await isIn(viewer)).toBe(true);
    await end(viewer);
    expect(await isIn(viewer)).toBe(false);
    expect(await renew(viewer.refreshToken)).toBeNull();
  });

  it("wins against refreshes in flight: afterwards no token works @asvs V15.4.2", async () => {
    for (let round = 0; round < 4; round += 1) {
      const viewer = await makeViewer();
      const [, ...renewed] = await Promise.all([end(viewer), ...Array.from({ length: 6 }, () => renew(viewer.refreshToken))]);
      for (const session of [viewer, ...renewed]) {
        if (!session) continue;
        expect(await isIn(session)).toBe(false);
        expect(await renew(session.refreshToken)).toBeNull();
      }
    }
  });
});

describe("sign-ins in flight", () => {
  it.each(endings.filter(([name]) => /^a (ban|change of password)/.test(name)))("against %s: nobody is left signed in by them", async (_name, end) => {
    for (let round = 0; round < 3; round += 1) {
      const viewer = await makeViewer();
      const input = { email: viewer.user.email, password: viewer.user.password };
      const [, ...outcomes] = await Promise.all([end(viewer), ...Array.from({ length: 5 }, () => callAs(null).run(login, { input }))]);
      for (const { ctx } of outcomes) {
        if (ctx.effects.session && ctx.effects.session !== "ended") expect(await isIn(ctx.effects.session)).toBe(false);
      }
    }
  });
});

describe("who is spared", () => {
  it("the session that changes the password, and strangers", async () => {
    const viewer = await makeViewer();
    const stranger = await makeViewer();
    await callAs(viewer).output(changePassword, { input: { current_password: viewer.user.password, new_password: "another that nobody knows" } });
    expect([await isIn(viewer), await isIn(stranger)]).toEqual([true, true]);
    expect(await renew(viewer.refreshToken)).not.toBeNull();
  });
});

describe("a change of roles acts on the next request @asvs V8.3.2", () => {
  it("granted: the old access token may at once", async () => {
    const viewer = await makeViewer();
    expect((await callAs(viewer).refusal(listUsers)).status).toBe(403);
    await giveRole(viewer.user.id, (await makeRole(["users.view"])).id, viewer.user.organizationId);
    expect(await callAs(viewer).output(listUsers)).toBeTruthy();
  });

  it("taken away, or run out: the old access token may no more", async () => {
    expect(can("users.view").kind).toBe("permission");
    const viewer = await makeViewer(["users.view"]);
    await callAs(viewer).output(listUsers);
    await sql("DELETE FROM role_assignments WHERE user_id = $1", [viewer.user.id]);
    expect((await callAs(viewer).refusal(listUsers)).status).toBe(403);
    const role = await makeRole(["users.view"]);
    await giveRole(viewer.user.id, role.id, viewer.user.organizationId, new Date(Date.now() - 1000));
    expect((await callAs(viewer).refusal(listUsers)).status).toBe(403);
  });

  it("a permission taken from the role itself counts too", async () => {
    const viewer = await makeViewer(["users.view"]);
    await sql("DELETE FROM role_permissions WHERE role_id IN (SELECT role_id FROM role_assignments WHERE user_id = $1)", [viewer.user.id]);
    expect((await callAs(viewer).refusal(listUsers)).status).toBe(403);
  });

  it("a membership that ends takes the roles held through it", async () => {
    const viewer = await makeViewer(["users.view"]);
    await sql("DELETE FROM memberships WHERE user_id = $1", [viewer.user.id]);
    expect((await callAs(viewer).refusal(listUsers)).status).toBe(403);
  });

  it("deactivation and deletion end access", async () => {
    for (const change of ["is_active = false", "deleted_at = app_now()"]) {
      const viewer = await makeViewer();
      await sql(`UPDATE users SET ${change} WHERE id = $1`, [viewer.user.id]);
      expect(await isIn(viewer)).toBe(false);
      expect(await renew(viewer.refreshToken)).toBeNull();
    }
  });
});
