import { describe, expect, it } from "vitest";
import { showMe } from "@/lib/features/account/operations/show-me";
import { deleteOrganization } from "@/lib/features/organizations/operations/delete-organization";
import { login } from "@/lib/features/auth/operations/login";
import { acceptInvitation } from "@/lib/features/invitations/operations/accept-invitation";
import { cancelInvitation } from "@/lib/features/invitations/operations/cancel-invitation";
import { resendInvitation } from "@/lib/features/invitations/operations/resend-invitation";
import { showInvitation } from "@/lib/features/invitations/operations/show-invitation";
import type { LinkState } from "@/lib/features/invitations/schema";
import { mailToken } from "../../factories/mail-token";
import { makeInvitation, type TestInvitation } from "../../factories/make-invitation";
import { makeOrganization } from "../../factories/make-organization";
import { makeSession } from "../../factories/make-session";
import { joinOrganization, makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs, type Caller } from "../../setup/call-as";
import { DAY, travel } from "../../setup/clock";
import { rowsUnchanged, TRAIL_AND_TOKENS } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";

const PASSWORD = "nine lanterns over the harbour";
const accept = (caller: Caller | null, input: Record<string, unknown>) => callAs(caller).run(acceptInvitation, { input });
const show = (caller: Caller | null, token: string) => callAs(caller).output(showInvitation, { query: { token } });
const pathOf = ({ id, organization }: TestInvitation) => ({ organization_id: organization.id, invitation_id: id });
const rolesOf = async (userId: string, organizationId: string) =>
  (await sql<{ name: string }>("SELECT r.name FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.user_id = $1 AND a.organization_id = $2 ORDER BY 1", [userId, organizationId])).map(({ name }) => name);

async function invitedUser(options: Parameters<typeof makeUser>[0] = {}) {
  const user = await makeUser(options);
  return { user, session: await makeSession(user), invitation: await makeInvitation({ email: user.email }) };
}

describe("accepting without an account", () => {
  it("makes a verified one, a member with the roles that were offered, and signs in to it", async () => {
    const invitation = await makeInvitation({ roles: ["manager"] });
    const { organization, email, token, inviter } = invitation;
    expect(await show(null, token)).toMatchObject({ state: "open", next: "create", invitation: { email, organization: organization.name, invited_by: inviter.user.email, roles: ["Manager"] } });
    const rows = await auditRowsOf(async () => {
      const { output, ctx } = await accept(null, { token, password: PASSWORD, first_name: "Katherine", last_name: "", username: "" });
      expect(output).toMatchObject({ organization_id: organization.id, user: { email, is_verified: true, first_name: "Katherine", last_name: null, tenant_id: organization.id, role: "manager" } });
      const session = ctx.effects.session;
      if (!session || session === "ended") throw new Error("no session began");
      expect(await callAs({ accessToken: session.accessToken }).output(showMe)).toMatchObject({ email, tenant_id: organization.id });
    });
    const { id } = await oneRow<{ id: string }>("SELECT id FROM users WHERE email = $1", [email]);
    const about = { actor_id: id, target_user_id: id, organization_id: organization.id, success: true };
    expect(rows).toMatchObject([
      { ...about, action: "user.signup", metadata: { provider: "invitation" } },
      { ...about, action: "invitation.accepted", resource_id: invitation.id, identifier: email, metadata: { roles: ["manager"], new_account: true } },
      { ...about, action: "user.login", metadata: { provider: "invitation", amr: ["email"] } },
    ]);
    expect(await rolesOf(id, organization.id)).toEqual(["manager"]);
    expect(await oneRow("SELECT count(*)::int AS count FROM memberships WHERE user_id = $1", [id])).toEqual({ count: 1 });
    expect(await oneRow("SELECT granted_by_id AS by FROM role_assignments WHERE user_id = $1", [id])).toEqual({ by: inviter.user.id });
    expect((await callAs(null).run(login, { input: { identifier: email, password: PASSWORD } })).error).toBeNull();
    expect(await show(null, token)).toEqual({ state: "used", next: null, invitation: null });
  });

  it("comes in also where an address must be verified: the link has done that", () =>
    withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => {
      const { token } = await makeInvitation();
      expect((await accept(null, { token, password: PASSWORD })).output).toMatchObject({ user: { is_verified: true, role: "user" } });
    }));

  it("422 for a missing or refused password and a reserved name, and the link may be used again at once", async () => {
    const { token } = await makeInvitation();
    for (const [field, input] of [["password", {}], ["password", { password: "password" }], ["password", { password: "ab" }], ["username", { password: PASSWORD, username: "admin" }]] as const) {
      const { error } = await rowsUnchanged(() => accept(null, { token, ...input }), ["audit_events", "audit_personal", "rate_limits", "one_time_tokens"]);
      expect(error).toMatchObject({ status: 422, details: { fields: { [field]: [expect.any(String)] } } });
    }
    expect((await accept(null, { token, password: PASSWORD })).error).toBeNull();
  });

  it("lets a whole office in from one address: a link makes one account at most", async () => {
    for (let count = 0; count < 5; count += 1) {
      const { token } = await makeInvitation();
      expect((await callAs(null, { ip: "198.51.100.30" }).run(acceptInvitation, { input: { token, password: PASSWORD } })).error).toBeNull();
    }
  });

  it("400 for a username that is taken; nothing is written, and another one is taken at once", async () => {
    const taken = await makeUser();
    const { token } = await makeInvitation();
    const { error } = await rowsUnchanged(() => accept(null, { token, password: PASSWORD, username: taken.username }), TRAIL_AND_TOKENS);
    expect(error).toMatchObject({ status: 400, code: "USERNAME_TAKEN", details: { fields: { username: [expect.any(String)] } } });
    expect((await accept(null, { token, password: PASSWORD })).error).toBeNull();
  });
});

describe("an address that its owner may still return to", () => {
  const hold = (address: string, userId: string, expiresIn: string) =>
    sql(
      `INSERT INTO one_time_tokens (id, token_hash, purpose, address, user_id, expires_at, created_at)
       VALUES (gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), 'email_change_undo', lower($1), $2, app_now() + $3::interval, app_now())`,
      [address, userId, expiresIn],
    );

  it("400: the invitation makes no account with it, nothing is written, and after that time it does", async () => {
    const owner = await makeUser();
    const { email, token } = await makeInvitation();
    await hold(email, owner.id, "1 day");
    const { error } = await rowsUnchanged(() => accept(null, { token, password: PASSWORD }), TRAIL_AND_TOKENS);
    expect(error).toMatchObject({ status: 400, code: "EMAIL_TAKEN", details: { fields: { email: [expect.any(String)] } } });
    await travel(DAY);
    expect((await accept(null, { token, password: PASSWORD })).error).toBeNull();
  });
});

describe("accepting with an account", () => {
  it("joins, proves the address, and goes on in the organization", async () => {
    const { user, session, invitation } = await invitedUser({ verified: false, roles: ["user"] });
    const { organization, token } = invitation;
    expect(await show(session, token)).toMatchObject({ state: "open", next: "join" });
    const rows = await auditRowsOf(async () => {
      const { output, ctx } = await accept(session, { token });
      expect(output).toMatchObject({ organization_id: organization.id, user: { id: user.id, tenant_id: organization.id, is_verified: true } });
      expect(ctx.effects.session).toBeUndefined();
      expect(ctx.effects.access?.accessToken).toEqual(expect.any(String));
    });
    expect(rows).toMatchObject([{ action: "invitation.accepted", actor_id: user.id, session_id: session.sessionId, organization_id: organization.id, metadata: { roles: ["user"], new_account: false } }]);
    expect(await callAs(session).output(showMe)).toMatchObject({ tenant_id: organization.id });
    expect(await oneRow("SELECT password_hash IS NOT NULL AS kept FROM users WHERE id = $1", [user.id])).toEqual({ kept: true });
  });

  it("is never entered by the link alone: its owner signs in first", async () => {
    const { user, invitation } = await invitedUser({ verified: false });
    expect(await show(null, invitation.token)).toMatchObject({ state: "open", next: "sign_in" });
    const rows = await auditRowsOf(async () => {
      const { error, ctx } = await rowsUnchanged(() => accept(null, { token: invitation.token, password: PASSWORD }));
      expect(error).toMatchObject({ status: 409, code: "SIGN_IN_TO_ACCEPT" });
      expect(ctx.effects.session).toBeUndefined();
    });
    expect(rows).toMatchObject([{ action: "invitation.accepted", success: false, error_code: "SIGN_IN_TO_ACCEPT", actor_id: null, resource_id: invitation.id }]);
    expect((await accept(await makeSession(user), { token: invitation.token })).error).toBeNull();
  });

  it("409 for somebody else who is signed in, and for a member", async () => {
    const { token, email, organization } = await makeInvitation();
    const other = await makeViewer();
    expect(await show(other, token)).toMatchObject({ state: "open", next: "switch", invitation: { email } });
    expect((await rowsUnchanged(() => accept(other, { token, password: PASSWORD }))).error).toMatchObject({ status: 409, code: "OTHER_ACCOUNT" });
    const { user, session, invitation } = await invitedUser();
    await joinOrganization(user.id, invitation.organization.id);
    expect(await show(session, invitation.token)).toMatchObject({ state: "open", next: "member" });
    expect((await rowsUnchanged(() => accept(session, { token: invitation.token }))).error).toMatchObject({ status: 409, code: "ALREADY_JOINED" });
    expect(organization.id).not.toBe(invitation.organization.id);
  });

  it("403 while a new password is due", async () => {
    const { session, invitation } = await invitedUser({ mustChangePassword: true });
    expect((await rowsUnchanged(() => accept(session, { token: invitation.token }))).error).toMatchObject({ status: 403, code: "PASSWORD_CHANGE_REQUIRED" });
  });
});

describe("what the inviter may still give", () => {
  it("a role that grew beyond them is left out, and the trail says so", async () => {
    const organization = await makeOrganization();
    const inviter = await makeViewer(["organizations.invite", "dashboard.analytics"], { organization });
    const { id: roleId } = await oneRow<{ id: string }>(
      "INSERT INTO roles (id, name, display_name, created_at, updated_at) VALUES (gen_random_uuid(), 'grown', 'Grown', app_now(), app_now()) RETURNING id",
    );
    const { token } = await makeInvitation({ organization, inviter, roles: ["grown"] });
    await sql("INSERT INTO role_permissions (role_id, permission, granted_at) VALUES ($1, 'users.ban', app_now())", [roleId]);
    const rows = await auditRowsOf(async () => {
      expect((await accept(null, { token, password: PASSWORD })).output).toMatchObject({ user: { role: "user" } });
    });
    expect(rows[1]).toMatchObject({ action: "invitation.accepted", metadata: { roles: ["user"], roles_left_out: ["grown"] } });
  });

  it("one who was banned, is leaving, was demoted or erased gives what everybody begins with", async () => {
    for (const fall of ["UPDATE users SET banned_at = app_now() WHERE id = $1", "UPDATE users SET deletion_due_at = app_now() WHERE id = $1", "DELETE FROM role_assignments WHERE user_id = $1", "DELETE FROM users WHERE id = $1"]) {
      const { token, inviter } = await makeInvitation({ roles: ["manager"] });
      await sql(fall, [inviter.user.id]);
      expect((await accept(null, { token, password: PASSWORD })).output).toMatchObject({ user: { roles: ["user"] } });
    }
  });
});

describe("links that open nothing", () => {
  const refused = async (token: string, code: string, caller: Caller | null = null) => {
    let said = "";
    const rows = await auditRowsOf(async () => {
      const { error } = await rowsUnchanged(() => accept(caller, { token, password: PASSWORD }));
      expect(error).toMatchObject({ status: 400, code });
      said = error?.message ?? "";
    });
    expect(rows).toMatchObject([{ action: "invitation.accepted", success: false, error_code: code }]);
    return { said, reason: rows[0]?.metadata?.reason };
  };

  it("cut, lengthened, of another mail and unknown, each with its sentence and its reason in the trail", async () => {
    const { token, email } = await makeInvitation();
    const elsewhere = await mailToken({ purpose: "magic_link", userId: null, address: email, ttlSeconds: 900 });
    const wrong: [string, LinkState, RegExp][] = [
      ...["", "nosuch", token.slice(0, -1), `${token}A`, token.repeat(100)].map((cut): [string, LinkState, RegExp] => [cut, "malformed", /not whole/]),
      [elsewhere.token, "foreign", /of another mail/],
      ["A".repeat(43), "unknown", /does not work/],
    ];
    for (const [tried, state, sentence] of wrong) {
      const { said, reason } = await refused(tried, "INVITATION_UNKNOWN");
      expect([said, reason]).toEqual([expect.stringMatching(sentence), state]);
      expect(await show(null, tried)).toEqual({ state, next: null, invitation: null });
    }
    expect(await show(null, ` ${token}\n`)).toMatchObject({ state: "open" });
  });

  it("expired, cancelled, used, replaced, and of an organization that is gone", async () => {
    const cancelled = await makeInvitation();
    await callAs(cancelled.inviter).output(cancelInvitation, { params: pathOf(cancelled) });
    await refused(cancelled.token, "INVITATION_CANCELLED");
    const used = await makeInvitation();
    await accept(null, { token: used.token, password: PASSWORD });
    await refused(used.token, "INVITATION_USED");
    const replaced = await makeInvitation();
    await callAs(replaced.inviter).output(resendInvitation, { params: pathOf(replaced) });
    expect((await refused(replaced.token, "INVITATION_UNKNOWN")).reason).toBe("unknown");
    const gone = await makeInvitation();
    await callAs(gone.inviter).output(deleteOrganization, { params: { organization_id: gone.organization.id } });
    await refused(gone.token, "INVITATION_CANCELLED");
    const expired = await makeInvitation();
    await travel(7 * DAY + 1000);
    await refused(expired.token, "INVITATION_EXPIRED");
  });
});
