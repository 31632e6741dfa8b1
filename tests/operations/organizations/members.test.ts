import { describe, expect, it } from "vitest";
import { addMember } from "@/lib/features/organizations/operations/add-member";
import { listMembers } from "@/lib/features/organizations/operations/list-members";
import { newId } from "@/lib/ids";
import { defaultOrganization, makeOrganization } from "../../factories/make-organization";
import { giveRole, makeRole } from "../../factories/make-role";
import { joinOrganization, makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const list = (viewer: TestViewer, id: string, query: Record<string, unknown> = {}) => callAs(viewer).output(listMembers, { params: { organization_id: id }, query });
const add = (viewer: TestViewer, id: string, input: Record<string, unknown>) => callAs(viewer).run(addMember, { params: { organization_id: id }, input });
const roleId = async (name: string) => (await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = $1", [name])).id;
const makeAdmin = () => makeViewer(["*"], { reach: "platform" });

describe("the list of members", () => {
  it("shows who belongs, last joined first, with what they hold there and nothing of elsewhere", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["users.view"], { organization });
    const person = await makeUser({ firstName: "Ada", lastName: "Byron", roles: ["auditor"] });
    await joinOrganization(person.id, organization.id);
    await giveRole(person.id, await roleId("manager"), organization.id);
    await giveRole(person.id, await roleId("user"), organization.id, new Date(Date.now() - 1000));
    await giveRole(person.id, await roleId("admin"), null);
    await sql("UPDATE memberships SET created_at = created_at + interval '1 s' WHERE user_id = $1 AND organization_id = $2", [person.id, organization.id]);
    const deleted = await makeUser({ deleted: true, organization });
    const answer = await list(viewer, organization.id);
    expect(answer).toMatchObject({
      organization_id: organization.id, total: 2, next_cursor: null,
      members: [{ user_id: person.id, email: person.email, full_name: "Ada Byron", roles: [{ name: "manager", expires_at: null }] }, { user_id: viewer.user.id }],
    });
    expect(JSON.stringify(answer)).not.toContain(deleted.id);
    expect(JSON.stringify(answer)).not.toMatch(/auditor|"admin"|hash/);
  });

  it("is searched and paged, in three statements and without a row", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["users.view"], { organization });
    for (let count = 0; count < 4; count += 1) await makeUser({ organization, password: null });
    const found = await makeUser({ organization, firstName: "Grace", lastName: "Hopper" });
    expect((await list(viewer, organization.id, { q: "ace hop" })).members).toMatchObject([{ user_id: found.id }]);
    const ids = (await list(viewer, organization.id)).members.map(({ user_id }) => user_id);
    expect(ids).toHaveLength(6);
    const first = await list(viewer, organization.id, { per_page: "4" });
    const rows = await auditRowsOf(async () => {
      const { statements, result } = await rowsUnchanged(() => countStatements(() => list(viewer, organization.id, { per_page: "4", cursor: first.next_cursor })), []);
      expect([...first.members, ...result.members].map(({ user_id }) => user_id)).toEqual(ids);
      // Session, organization, rows, count.
      expect(statements).toBeLessThanOrEqual(4);
    });
    expect(rows).toEqual([]);
  });

  it("404 for organizations that are not active, those of others and none; a platform role sees them", async () => {
    const viewer = await makeViewer(["*"]);
    const joined = await makeOrganization();
    await joinOrganization(viewer.user.id, joined.id);
    for (const { id } of [joined, await makeOrganization(), { id: newId() }]) {
      expect(await callAs(viewer).refusal(listMembers, { params: { organization_id: id } })).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
    expect(await list(await makeAdmin(), joined.id)).toMatchObject({ total: 1 });
  });
});

describe("adding a member", () => {
  it("gives a membership and the default role, and makes it the active one of whoever had none", async () => {
    const organization = await makeOrganization();
    const admin = await makeAdmin();
    const person = await makeUser({ organization: null });
    const rows = await auditRowsOf(async () => {
      const { output } = await add(admin, organization.id, { user_id: person.id });
      expect(output).toMatchObject({ organization_id: organization.id, member: { user_id: person.id, roles: [{ name: "user", expires_at: null }] } });
    });
    expect(rows).toMatchObject([
      {
        action: "organization.member_added", success: true, actor_id: admin.user.id, target_user_id: person.id, organization_id: organization.id,
        resource_type: "organization", resource_id: organization.id, metadata: { roles: ["user"] },
      },
    ]);
    expect(await oneRow("SELECT active_organization_id AS active FROM users WHERE id = $1", [person.id])).toEqual({ active: organization.id });
    expect(await oneRow("SELECT granted_by_id AS by FROM role_assignments WHERE user_id = $1", [person.id])).toEqual({ by: admin.user.id });
    const settled = await makeUser();
    await add(admin, organization.id, { user_id: settled.id, role_ids: [] });
    expect(await oneRow("SELECT active_organization_id AS active FROM users WHERE id = $1", [settled.id])).toEqual({ active: settled.organizationId });
    expect(await sql("SELECT 1 FROM role_assignments WHERE user_id = $1", [settled.id])).toEqual([]);
  });

  it("gives the roles that were asked for, each once", async () => {
    const organization = await makeOrganization();
    const [manager, auditor] = [await roleId("manager"), await roleId("auditor")];
    const person = await makeUser();
    const { output } = await add(await makeAdmin(), organization.id, { user_id: person.id, role_ids: [manager, auditor, manager] });
    expect(output?.member.roles.map(({ name }) => name).sort()).toEqual(["auditor", "manager"]);
  });

  it("finds nobody whom the viewer does not see: people of other organizations look like none at all", async () => {
    const organization = await makeOrganization();
    const owner = await makeViewer(["*"], { organization });
    const stranger = await makeUser();
    const answers = [];
    for (const userId of [stranger.id, newId(), (await makeUser({ deleted: true, organization })).id]) {
      const { error } = await rowsUnchanged(() => add(owner, organization.id, { user_id: userId }));
      answers.push({ status: error?.status, message: error?.message, details: error?.details });
    }
    expect(answers[0]).toEqual({ status: 422, message: expect.any(String), details: { fields: { user_id: ["There is no such person."] } } });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it("409 for a member, 403 for a role that holds more than the viewer, 422 for one that is none", async () => {
    const organization = await makeOrganization();
    const member = await makeUser({ organization });
    const admin = await makeAdmin();
    expect((await rowsUnchanged(() => add(admin, organization.id, { user_id: member.id }))).error).toMatchObject({ status: 409, code: "ALREADY_MEMBER" });
    const helper = await makeViewer(["organizations.edit", "users.view", "users.ban"], { reach: "platform" });
    const person = await makeUser();
    for (const role of [await roleId("admin"), await roleId("auditor"), (await makeRole(["users.*"])).id]) {
      const { error } = await rowsUnchanged(() => add(helper, organization.id, { user_id: person.id, role_ids: [role] }));
      expect(error).toMatchObject({ status: 403, code: "GRANT_OUT_OF_REACH" });
    }
    const { error } = await rowsUnchanged(() => add(admin, organization.id, { user_id: person.id, role_ids: [newId()] }));
    expect(error).toMatchObject({ status: 422, details: { fields: { role_ids: [expect.any(String)] } } });
    expect((await add(helper, organization.id, { user_id: person.id, role_ids: [(await makeRole(["users.ban"])).id] })).error).toBeNull();
  });

  it("404 for an organization out of reach", async () => {
    const viewer = await makeViewer(["*"]);
    const other = await makeOrganization();
    const { error } = await rowsUnchanged(() => add(viewer, other.id, { user_id: viewer.user.id }));
    expect(error).toMatchObject({ status: 404, code: "NOT_FOUND" });
  });
});

describe("refused and invalid", () => {
  expectRefused(listMembers, {
    valid: async () => ({ params: { organization_id: (await defaultOrganization()).id } }),
    insufficient: ["organizations.view", "organizations.edit"],
    invalidQuery: { "a page of zero": { page: "0" }, "a cursor that is none": { cursor: "x" }, "a search without end": { q: "x".repeat(255) } },
  });
  expectRefused(addMember, {
    caller: makeAdmin,
    valid: async () => ({ params: { organization_id: (await makeOrganization()).id }, input: { user_id: (await makeUser()).id } }),
    insufficient: ["organizations.edit"],
    invalid: { "an e-mail address": { user_id: "ada@example.com" }, "fifty-one roles": { role_ids: Array.from({ length: 51 }, newId) }, "the name of a role": { role_ids: ["admin"] } },
  });
});
