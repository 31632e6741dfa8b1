import { describe, expect, it } from "vitest";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { setMemberRoles } from "@/lib/features/organizations/operations/set-member-roles";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { giveRole, makeRole } from "../../factories/make-role";
import { joinOrganization, makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const roleId = async (name: string) => (await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = $1", [name])).id;
const set = (viewer: TestViewer, organizationId: string, userId: string, roleIds: string[]) =>
  callAs(viewer).run(setMemberRoles, { params: { organization_id: organizationId, id: userId }, input: { role_ids: roleIds } });

const makeOwner = (organization: { id: string }) => makeViewer([], { organization, roles: ["admin"] });

describe("allowed", () => {
  it("gives and takes to what was asked, on the member's next request; what stays keeps its end", async () => {
    const organization = await makeOrganization();
    const owner = await makeOwner(organization);
    const member = await makeViewer([], { organization, roles: ["user"] });
    const [manager, auditor] = [await roleId("manager"), await roleId("auditor")];
    const end = new Date(Date.now() + 3_600_000);
    await giveRole(member.user.id, manager, organization.id, end);
    const rows = await auditRowsOf(async () => {
      const { output } = await set(owner, organization.id, member.user.id, [manager, auditor]);
      expect(output).toMatchObject({ given: ["auditor"], taken: ["user"] });
      expect(output?.member.roles).toMatchObject([{ name: "manager", expires_at: end.toISOString() }, { name: "auditor", expires_at: null }]);
    });
    expect(rows).toMatchObject([
      {
        action: "organization.member_roles_changed", success: true, actor_id: owner.user.id, target_user_id: member.user.id, organization_id: organization.id,
        resource_type: "organization", resource_id: organization.id, metadata: { given: ["auditor"], taken: ["user"] },
      },
    ]);
    expect(await callAs(member).output(listUsers)).toMatchObject({ total: 2 });
    await set(owner, organization.id, member.user.id, []);
    expect(await sql("SELECT role_id FROM role_assignments WHERE user_id = $1", [member.user.id])).toEqual([]);
  });

  it("lets owners make owners, and a platform role too", async () => {
    const organization = await makeOrganization();
    const owner = await makeOwner(organization);
    const [second, third] = [await makeUser({ organization }), await makeUser({ organization })];
    const admin = await roleId("admin");
    expect((await set(owner, organization.id, second.id, [admin])).error).toBeNull();
    const platform = await makeViewer(["*"], { reach: "platform" });
    expect((await set(platform, organization.id, third.id, [admin])).error).toBeNull();
    expect((await set(platform, organization.id, owner.user.id, [])).error).toBeNull();
  });
});

describe("conflict", () => {
  it("nobody gives or takes what they do not hold there", async () => {
    const organization = await makeOrganization();
    const helper = await makeViewer(["users.assign_role", "users.view"], { organization });
    const owner = await makeOwner(organization);
    const member = await makeUser({ organization });
    const wider = await makeRole(["users.*"]);
    for (const role of [await roleId("admin"), await roleId("manager"), wider.id]) {
      const { error } = await rowsUnchanged(() => set(helper, organization.id, member.id, [role]));
      expect(error).toMatchObject({ status: 403, code: "GRANT_OUT_OF_REACH" });
    }
    expect((await rowsUnchanged(() => set(helper, organization.id, owner.user.id, []))).error).toMatchObject({ status: 403, code: "OUT_OF_REACH" });
    expect((await set(helper, organization.id, member.id, [(await makeRole(["users.view"])).id])).error).toBeNull();
  });

  it("leaves alone whoever holds more on the platform, and what anybody holds there", async () => {
    const organization = await makeOrganization();
    const owner = await makeOwner(organization);
    const member = await makeUser({ organization });
    await giveRole(member.id, await roleId("auditor"), null);
    const { error } = await rowsUnchanged(() => set(owner, organization.id, member.id, []));
    expect(error).toMatchObject({ status: 403, code: "OUT_OF_REACH" });
    const platform = await makeViewer(["*"], { reach: "platform" });
    expect((await set(platform, organization.id, member.id, [await roleId("user")])).error).toBeNull();
    expect(await sql("SELECT 1 FROM role_assignments WHERE user_id = $1 AND organization_id IS NULL", [member.id])).toHaveLength(1);
  });

  it("409 for oneself", async () => {
    const organization = await makeOrganization();
    const owner = await makeOwner(organization);
    const rows = await auditRowsOf(async () => {
      const { error } = await rowsUnchanged(() => set(owner, organization.id, owner.user.id, []));
      expect(error).toMatchObject({ status: 409, code: "CANNOT_CHANGE_OWN_ROLES" });
    });
    expect(rows).toMatchObject([
      { action: "organization.member_roles_changed", success: false, error_code: "CANNOT_CHANGE_OWN_ROLES", target_user_id: owner.user.id },
    ]);
  });

  it("keeps an administrator, and one without an end", async () => {
    const organization = await makeOrganization();
    const platform = await makeViewer(["*"], { reach: "platform" });
    const owner = await makeOwner(organization);
    const passing = await makeUser({ organization });
    await giveRole(passing.id, await roleId("admin"), organization.id, new Date(Date.now() + 3_600_000));
    const { error } = await rowsUnchanged(() => set(platform, organization.id, owner.user.id, []));
    expect(error).toMatchObject({ status: 409, code: "LAST_OWNER" });
    // Another role that holds everything is as good.
    expect((await set(platform, organization.id, owner.user.id, [(await makeRole(["*"])).id])).error).toBeNull();
  });

  it("of two owners who demote each other at once, one stays", async () => {
    for (let round = 0; round < 10; round += 1) {
      const organization = await makeOrganization();
      const [one, two] = [await makeOwner(organization), await makeOwner(organization)];
      const outcomes = await Promise.all([set(one, organization.id, two.user.id, []), set(two, organization.id, one.user.id, [])]);
      expect(outcomes.filter(({ error }) => !error), `round ${round}`).toHaveLength(1);
      expect(await sql("SELECT 1 FROM role_assignments WHERE organization_id = $1", [organization.id]), `round ${round}`).toHaveLength(1);
    }
  });
});

describe("not found", () => {
  it("404 for people who are no members, and members of organizations out of reach", async () => {
    const [here, there] = [await makeOrganization(), await makeOrganization()];
    const owner = await makeOwner(here);
    const [stranger, theirs] = [await makeUser(), await makeUser({ organization: there })];
    await joinOrganization(owner.user.id, there.id);
    for (const [organizationId, userId] of [[here.id, stranger.id], [here.id, newId()], [there.id, theirs.id], [newId(), theirs.id]] as const) {
      const { error } = await rowsUnchanged(() => set(owner, organizationId, userId, []));
      expect(error).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
  });

  it("422 for a role that is none", async () => {
    const organization = await makeOrganization();
    const member = await makeUser({ organization });
    const owner = await makeOwner(organization);
    expect((await rowsUnchanged(() => set(owner, organization.id, member.id, [newId()]))).error).toMatchObject({ status: 422 });
  });
});

describe("refused and invalid", () => {
  expectRefused(setMemberRoles, {
    valid: async () => {
      const member = await makeUser();
      return { params: { organization_id: member.organizationId, id: member.id }, input: { role_ids: [] } };
    },
    insufficient: ["organizations.edit", "users.view", "users.edit"],
    invalid: { "the name of a role": { role_ids: ["admin"] }, "fifty-one roles": { role_ids: Array.from({ length: 51 }, newId) } },
  });
});
