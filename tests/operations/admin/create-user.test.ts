import { describe, expect, it } from "vitest";
import { createUser } from "@/lib/features/admin/operations/create-user";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { login } from "@/lib/features/auth/operations/login";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { makeRole } from "../../factories/make-role";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const makeAdmin = () => makeViewer(["*"], { reach: "platform" });
const address = () => `made-${newId()}@example.com`;
const PASSWORD = "Nobody guesses this 7";

describe("allowed", () => {
  it("makes a member of the active organization with the usual role, and one audit row", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["users.create"], { organization });
    const email = address();
    const rows = await auditRowsOf(async () => {
      const { user } = await callAs(viewer).output(createUser, { input: { email: ` ${email.toUpperCase()} `, first_name: "Ada", last_name: "Byron" } });
      expect(user).toMatchObject({ email, full_name: "Ada Byron", provider: "admin", is_verified: false, is_active: true, role_name: "user", must_change_password: false });
      expect(user.held_roles).toMatchObject([{ organization_id: organization.id }]);
      expect(await sql("SELECT organization_id FROM memberships WHERE user_id = $1", [user.id])).toEqual([{ organization_id: organization.id }]);
    });
    expect(rows).toMatchObject([{ action: "user.admin_created", success: true, actor_id: viewer.user.id, identifier: email, organization_id: organization.id, metadata: { role: "user" } }]);
    expect(rows).toHaveLength(1);
  });

  it("takes nobody's word that an address is proved but that of the whole platform's administrators", async () => {
    for (const [viewer, isVerified] of [[await makeViewer(["*"]), false], [await makeAdmin(), true]] as const) {
      const email = address();
      const { user } = await callAs(viewer).output(createUser, { input: { email, password: PASSWORD, is_verified: true } });
      expect(user.is_verified).toBe(isVerified);
      expect(await sql("SELECT 1 FROM one_time_tokens WHERE purpose = 'email_verification' AND address = $1", [email])).toHaveLength(isVerified ? 0 : 1);
    }
  });

  it("accepts a password, which its owner must then change", async () => {
    const email = address();
    await callAs(await makeAdmin()).output(createUser, { input: { email, password: PASSWORD, role: "manager", is_verified: false } });
    const { output, ctx } = await callAs(null).run(login, { input: { identifier: email, password: PASSWORD } });
    expect(output?.user).toMatchObject({ email, role: "manager", is_verified: false });
    const session = ctx.effects.session;
    if (!session || session === "ended") throw new Error("no session was begun");
    expect(await callAs(session).refusal(listUsers)).toMatchObject({ status: 403, code: "PASSWORD_CHANGE_REQUIRED" });
  });

  it("gives the role that holds everything on the whole platform, to those who hold it there", async () => {
    const { user } = await callAs(await makeAdmin()).output(createUser, { input: { email: address(), role: "admin" } });
    expect(user.held_roles).toMatchObject([{ name: "admin", organization_id: null }]);
    const localAdmin = await makeViewer([], { roles: ["admin"] });
    expect(await callAs(localAdmin).refusal(createUser, { input: { email: address(), role: "admin" } })).toMatchObject({ status: 403, code: "GRANT_OUT_OF_REACH" });
  });
});

describe("conflict", () => {
  it("409 for an address or a username that is taken, in any case, also at once", async () => {
    const admin = await makeAdmin();
    const known = await makeUser();
    const byEmail = await rowsUnchanged(() => callAs(admin).refusal(createUser, { input: { email: known.email.toUpperCase() } }));
    expect(byEmail).toMatchObject({ status: 409, code: "EMAIL_TAKEN" });
    const byName = await rowsUnchanged(() => callAs(admin).refusal(createUser, { input: { email: address(), username: known.username.toUpperCase() } }));
    expect(byName).toMatchObject({ status: 409, code: "USERNAME_TAKEN" });
    const email = address();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => callAs(admin).run(createUser, { input: { email } })));
    expect(outcomes.map(({ error }) => error?.status ?? 201).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it("nobody grants what they do not hold", async () => {
    const manager = await makeViewer([], { roles: ["manager"] });
    const wide = await makeRole(["users.*"]);
    for (const role of [{ role: "admin" }, { role: "auditor" }, { role_id: wide.id }]) {
      const error = await rowsUnchanged(() => callAs(manager).refusal(createUser, { input: { email: address(), ...role } }));
      expect(error).toMatchObject({ status: 403, code: "GRANT_OUT_OF_REACH" });
    }
    expect((await callAs(manager).output(createUser, { input: { email: address(), role: "manager" } })).user.role_name).toBe("manager");
  });

  it("writes the refusal, and no account", async () => {
    const manager = await makeViewer([], { roles: ["manager"] });
    const email = address();
    const rows = await auditRowsOf(() => callAs(manager).refusal(createUser, { input: { email, role: "admin" } }));
    expect(rows).toMatchObject([{ action: "user.admin_created", success: false, error_code: "GRANT_OUT_OF_REACH" }]);
    expect(await oneRow("SELECT count(*)::int AS count FROM users WHERE email = $1", [email])).toEqual({ count: 0 });
  });
});

describe("refused and invalid", () => {
  expectRefused(createUser, {
    valid: () => ({ input: { email: address(), password: PASSWORD, username: "someone.new", first_name: "Ada", role: "user" } }),
    invalid: {
      "an address that is none": { email: "nobody" },
      "a common password": { password: "password1" },
      "a password that bcrypt would cut": { password: "x".repeat(73) },
      "an unknown role": { role: "emperor" },
      "an unknown role id": { role_id: newId(), role: undefined },
      "an invitation, which is not offered": { send_invite: true },
      "a phone number that is none": { phone_number: "call me" },
      "a username without end": { username: "x".repeat(81) },
    },
  });
});

describe("several roles", () => {
  it("are given together, the first as the primary one, and named in the audit row", async () => {
    const rows = await auditRowsOf(async () => {
      const { user } = await callAs(await makeAdmin()).output(createUser, { input: { email: address(), roles: ["manager", "auditor", "manager"] } });
      expect(user).toMatchObject({ role_name: "manager", roles: ["manager", "auditor"] });
    });
    expect(rows).toMatchObject([{ action: "user.admin_created", metadata: { role: "manager", roles: ["manager", "auditor"] } }]);
  });

  it("422 where one of them is none, 403 where one holds more than the caller; nobody is made", async () => {
    const admin = await makeAdmin();
    const unknown = await rowsUnchanged(() => callAs(admin).refusal(createUser, { input: { email: address(), roles: ["manager", "nobody"] } }));
    expect(unknown).toMatchObject({ status: 422, details: { fields: { roles: ["There is no such role."] } } });
    const viewer = await makeViewer(["users.create"]);
    const beyond = await rowsUnchanged(() => callAs(viewer).refusal(createUser, { input: { email: address(), roles: ["user", "auditor"] } }));
    expect(beyond).toMatchObject({ status: 403, code: "GRANT_OUT_OF_REACH" });
  });
});
