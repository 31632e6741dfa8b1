import { beforeEach, describe, expect, it } from "vitest";
import { showMe } from "@/lib/features/account/operations/show-me";
import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { login } from "@/lib/features/auth/operations/login";
import { logout } from "@/lib/features/auth/operations/logout";
import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { accountDeletionJob, deleteDueAccounts } from "@/lib/features/privacy/account-deletion-job";
import { deleteAccount } from "@/lib/features/privacy/operations/delete-account";
import { restoreAccount } from "@/lib/features/privacy/operations/restore-account";
import { armFailpoints } from "@/lib/failpoint";
import { addPeriodicJobs, runDueJobs } from "@/lib/outbox/run-due-jobs";
import { verifyTrail } from "@/lib/audit/verify-trail";
import { makeInvitation } from "../../factories/make-invitation";
import { makeOrganization } from "../../factories/make-organization";
import { giveRole } from "../../factories/make-role";
import { makeSession } from "../../factories/make-session";
import { joinOrganization } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { DAY, MINUTE, travel } from "../../setup/clock";
import { expectRefused } from "../../setup/expect-refused";
import { freshDatabase } from "../../setup/fresh-database";
import { waitingFor } from "../../setup/mailed";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";

const remove = (viewer: TestViewer, confirm = viewer.user.username) => callAs(viewer).run(deleteAccount, { input: { confirm } });
const signIn = async ({ user }: TestViewer) => {
  const { ctx, error } = await callAs(null).run(login, { input: { identifier: user.email, password: user.password } });
  if (error || !ctx.effects.session || ctx.effects.session === "ended") throw error ?? new Error("no session began");
  return { accessToken: ctx.effects.session.accessToken };
};
const accountOf = ({ user }: TestViewer) =>
  oneRow<Record<string, unknown>>("SELECT email, username, first_name, password_hash, deleted_at IS NOT NULL AS gone, deletion_due_at FROM users WHERE id = $1", [user.id]);

describe("deleting one's own account", () => {
  it("ends every session, names the day, tells the owner and the trail", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    const rows = await auditRowsOf(async () => {
      const { output, ctx } = await remove(viewer, ` ${viewer.user.username.toUpperCase()} `);
      expect(output).toMatchObject({ success: true, sessions_revoked: 2 });
      expect(Math.abs(Date.parse(output?.deletion_due_at ?? "") - Date.now() - 30 * DAY)).toBeLessThan(MINUTE);
      expect(ctx.effects.session).toBe("ended");
    });
    expect(rows).toMatchObject([
      { action: "user.deletion_requested", success: true, actor_id: viewer.user.id, target_user_id: viewer.user.id, metadata: { deletion_due_at: expect.any(String), sessions_revoked: 2 } },
    ]);
    for (const session of [viewer, other]) expect(await callAs(session).refusal(showMe)).toMatchObject({ status: 401 });
    const [mail] = await waitingFor(viewer.user.email);
    expect(mail).toMatchObject({ subject: "Your account will be deleted", text: expect.stringContaining("/restore") });
    expect(await accountOf(viewer)).toMatchObject({ email: viewer.user.email, gone: false });
  });

  it("takes the address as a confirmation, and nothing else", async () => {
    const viewer = await makeViewer();
    for (const confirm of ["delete", "yes", `${viewer.user.username}x`])
      expect((await rowsUnchanged(() => remove(viewer, confirm))).error).toMatchObject({ status: 422, details: { fields: { confirm: [`Type ${viewer.user.username} to confirm.`] } } });
    expect((await remove(viewer, viewer.user.email)).error).toBeNull();
  });

  it("needs a recent proof of who is there", async () => {
    const viewer = await makeViewer();
    await sql("UPDATE sessions SET auth_time = app_now() - interval '11 min' WHERE id = $1", [viewer.sessionId]);
    expect((await rowsUnchanged(() => remove(viewer))).error).toMatchObject({ status: 403, code: "REAUTH_REQUIRED" });
  });

  it("409 for the last administrator, until there is another who is not leaving as well", async () => {
    await freshDatabase();
    const first = await makeViewer([], { roles: ["admin"], reach: "platform" });
    const rows = await auditRowsOf(async () => {
      expect((await rowsUnchanged(() => remove(first))).error).toMatchObject({ status: 409, code: "LAST_ADMIN", message: expect.stringContaining("last administrator") });
    });
    expect(rows).toMatchObject([{ action: "user.deletion_requested", success: false, error_code: "LAST_ADMIN" }]);
    const second = await makeViewer([], { roles: ["admin"], reach: "platform" });
    expect((await remove(first)).error).toBeNull();
    expect((await remove(second)).error).toMatchObject({ code: "LAST_ADMIN" });
  });

  it("of two last administrators who leave at once one stays", async () => {
    for (let round = 0; round < 8; round += 1) {
      await freshDatabase();
      const both = [await makeViewer([], { roles: ["admin"], reach: "platform" }), await makeViewer([], { roles: ["admin"], reach: "platform" })];
      const codes = (await Promise.all(both.map((viewer) => remove(viewer)))).map(({ error }) => error?.code ?? "left");
      expect(codes.sort()).toEqual(["LAST_ADMIN", "left"]);
    }
  }, 60_000);

  it("409 for the last owner of an organization, which it names", async () => {
    const engines = await makeOrganization("Analytical Engines");
    const viewer = await makeViewer(["*"], { organization: engines });
    expect((await rowsUnchanged(() => remove(viewer))).error).toMatchObject({
      status: 409, code: "LAST_OWNER", message: expect.stringContaining("Analytical Engines"), details: { organization_id: engines.id, organization: "Analytical Engines" },
    });
    const heir = await makeViewer(["*"], { organization: engines });
    expect((await remove(viewer)).error).toBeNull();
    expect((await remove(heir)).error).toMatchObject({ code: "LAST_OWNER" });
  });

  expectRefused(deleteAccount, {
    caller: async () => makeViewer(),
    valid: () => ({ input: { confirm: "nobody" } }),
    invalid: { empty: { confirm: " " }, "too long": { confirm: "x".repeat(255) } },
  });
});

describe("within the grace", () => {
  it("whoever signs in can take it back, sign out, and do nothing else", async () => {
    const viewer = await makeViewer();
    await remove(viewer);
    const session = await signIn(viewer);
    expect(await callAs(session).output(showMe)).toMatchObject({ email: viewer.user.email });
    expect(await rowsUnchanged(() => callAs(session).refusal(updateProfile, { input: { first_name: "Ada" } }))).toMatchObject({
      status: 403, code: "ACCOUNT_DELETION_PENDING", details: { deletion_due_at: expect.any(String) },
    });
    expect(await callAs(session).refusal(deleteAccount, { input: { confirm: viewer.user.username } })).toMatchObject({ code: "ACCOUNT_DELETION_PENDING" });
    const rows = await auditRowsOf(() => callAs(session).output(restoreAccount));
    expect(rows).toMatchObject([{ action: "user.deletion_cancelled", success: true, actor_id: viewer.user.id, target_user_id: viewer.user.id }]);
    expect((await callAs(session).run(updateProfile, { input: { first_name: "Ada" } })).error).toBeNull();
    expect((await waitingFor(viewer.user.email)).map(({ subject }) => subject)).toEqual(["Your account is kept", "Your account will be deleted"]);
    await travel(31 * DAY);
    await deleteDueAccounts();
    expect(await accountOf(viewer)).toMatchObject({ email: viewer.user.email, gone: false });
  });

  it("signing out leaves it as it is", async () => {
    const viewer = await makeViewer();
    await remove(viewer);
    await callAs(await signIn(viewer)).output(logout);
    expect(await accountOf(viewer)).toMatchObject({ gone: false, deletion_due_at: expect.any(Date) });
  });

  it("409 where nothing is to be taken back, and where it is too late", async () => {
    const staying = await makeViewer();
    expect(await rowsUnchanged(() => callAs(staying).refusal(restoreAccount))).toMatchObject({ status: 409, code: "NOT_LEAVING" });
    const viewer = await makeViewer();
    await remove(viewer);
    const session = await signIn(viewer);
    await sql("UPDATE users SET deletion_due_at = app_now() WHERE id = $1", [viewer.user.id]);
    expect(await rowsUnchanged(() => callAs(session).refusal(restoreAccount))).toMatchObject({ status: 409, code: "DELETION_DUE" });
  });

  it("does not keep an administrator from deleting the account at once", async () => {
    const admin = await makeViewer(["*"], { reach: "platform" });
    const viewer = await makeViewer();
    await remove(viewer);
    await callAs(admin).output(deleteUser, { params: { id: viewer.user.id } });
    expect(await accountOf(viewer)).toMatchObject({ gone: true, deletion_due_at: null });
  });

  expectRefused(restoreAccount, { caller: async () => makeViewer(), valid: () => ({}) });
});

describe("when the time has come", () => {
  beforeEach(freshDatabase);

  it("nothing of the person stays but events with digests, which still verify", async () => {
    const invitation = await makeInvitation();
    const viewer = await makeViewer([], { firstName: "Ada", ip: "203.0.113.9", email: invitation.email });
    await sql("UPDATE invitations SET accepted_at = app_now() WHERE id = $1", [invitation.id]);
    const mine = () => oneRow("SELECT count(*)::int AS events, count(d.event_id)::int AS traces FROM audit_events e LEFT JOIN audit_personal d ON d.event_id = e.id WHERE e.actor_id = $1", [viewer.user.id]);
    await callAs(viewer).output(updateProfile, { input: { first_name: "Augusta" } });
    await remove(viewer);
    await travel(30 * DAY - 5 * MINUTE);
    expect(await deleteDueAccounts()).toBe(0);
    await travel(10 * MINUTE);
    expect(await mine()).toEqual({ events: 2, traces: 2 });
    const rows = await auditRowsOf(async () => expect(await deleteDueAccounts()).toBe(1));
    expect(rows).toMatchObject([
      { action: "user.soft_deleted", success: true, actor_id: null, target_user_id: viewer.user.id, organization_id: viewer.user.organizationId, identifier: null, metadata: { hard_delete: false, asked_by: "owner" } },
    ]);
    expect(await mine()).toEqual({ events: 2, traces: 0 });
    expect(await accountOf(viewer)).toMatchObject({ email: `deleted_${viewer.user.id}@deactivated.local`, first_name: "Deleted", password_hash: null, gone: true, deletion_due_at: null });
    for (const table of ["sessions", "role_assignments", "known_devices", "one_time_tokens"]) expect(await sql(`SELECT 1 FROM ${table} WHERE user_id = $1`, [viewer.user.id])).toEqual([]);
    expect(await sql("SELECT 1 FROM invitations WHERE email = $1", [viewer.user.email])).toEqual([]);
    expect((await waitingFor(viewer.user.email))[0]).toMatchObject({ subject: "Your account was deleted" });
    expect(await verifyTrail()).toMatchObject({ ok: true, erased: 2, first_fault: null });
    expect(await deleteDueAccounts()).toBe(0);
  });

  it("a crash before the commit loses nothing, and two runners do it once", async () => {
    const viewer = await makeViewer();
    await remove(viewer);
    await travel(30 * DAY + MINUTE);
    armFailpoints(["account-deletion:before-commit"]);
    expect(await deleteDueAccounts()).toBe(0);
    expect(await accountOf(viewer)).toMatchObject({ email: viewer.user.email, gone: false });
    armFailpoints([]);
    expect((await Promise.all([deleteDueAccounts(), deleteDueAccounts(), deleteDueAccounts()])).reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await sql("SELECT 1 FROM audit_events WHERE action = 'user.soft_deleted' AND target_user_id = $1", [viewer.user.id])).toHaveLength(1);
  });

  it("goes at once without a grace, by the job that whoever runs what is due has added", () =>
    withEnv({ ACCOUNT_DELETION_GRACE_DAYS: "0" }, async () => {
      const viewer = await makeViewer();
      await remove(viewer);
      expect(await waitingFor(viewer.user.email)).toEqual([]);
      addPeriodicJobs([accountDeletionJob]);
      await runDueJobs();
      expect(await accountOf(viewer)).toMatchObject({ gone: true });
      expect(await waitingFor(viewer.user.email)).toHaveLength(1);
      const late = await makeViewer();
      await remove(late);
      await runDueJobs();
      expect(await accountOf(late)).toMatchObject({ gone: false });
      await travel(MINUTE);
      await runDueJobs();
      expect(await accountOf(late)).toMatchObject({ gone: true });
    }));

  it("an organization that they were in has its other members still, and the address is free", async () => {
    const viewer = await makeViewer();
    const organization = await makeOrganization();
    await joinOrganization(viewer.user.id, organization.id);
    const { id } = await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'manager'");
    await giveRole(viewer.user.id, id, organization.id);
    await remove(viewer);
    await travel(31 * DAY);
    await deleteDueAccounts();
    expect((await makeViewer([], { email: viewer.user.email })).user.email).toBe(viewer.user.email);
  });
});
