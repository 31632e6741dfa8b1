import { describe, expect, it } from "vitest";
import * as rolesRoute from "@/app/api/rbac/users/[id]/roles/route";
import { checkOwnPermissions } from "@/lib/features/rbac/operations/check-own-permissions";
import { giveRoleToUser } from "@/lib/features/rbac/operations/give-role";
import { listUserRoles } from "@/lib/features/rbac/operations/list-user-roles";
import { takeRoleFromUser } from "@/lib/features/rbac/operations/take-role";
import { newId } from "@/lib/ids";
import { makeOrganization } from "@/tests/factories/make-organization";
import { giveRole, makeRole } from "@/tests/factories/make-role";
import { joinOrganization, makeUser } from "@/tests/factories/make-user";
import { makeViewer, type TestViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow } from "@/tests/setup/sql";

const makeAdmin = () => makeViewer(["*"], { reach: "platform" });
const holds = async (viewer: TestViewer, name: string) => (await callAs(viewer).output(checkOwnPermissions, { input: { permissions: [name] } })).results[name];
const idOfRole = async (name: string) => (await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = $1", [name])).id;
const assignmentOf = async (userId: string) => (await oneRow<{ id: string }>("SELECT id FROM role_assignments WHERE user_id = $1 ORDER BY created_at LIMIT 1", [userId])).id;

describe("allowed", () => {
  it("gives a role in the active organization, felt on the next request, with one audit row", async () => {
    const admin = await makeAdmin();
    const member = await makeViewer();
    const role = await makeRole(["audit.view"]);
    const rows = await auditRowsOf(async () => {
      const { status, body } = await http(rolesRoute, { as: admin, method: "POST", params: { id: member.user.id }, path: `/api/rbac/users/${member.user.id}/roles`, body: { role: role.name } });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        user_id: member.user.id,
        assignment: { role_id: role.id, role_name: role.name, organization_id: member.user.organizationId, granted_by_id: admin.user.id, expires_at: null },
      });
    });
    expect(rows).toMatchObject([
      {
        action: "rbac.role_assigned", success: true, actor_id: admin.user.id, target_user_id: member.user.id, organization_id: member.user.organizationId,
        metadata: { role_id: role.id, role_name: role.name, organization_id: member.user.organizationId, expires_at: null },
      },
    ]);
    expect(rows).toHaveLength(1);
    expect(await holds(member, "audit.view")).toBe(true);
  });

  it("for the platform, for another of their organizations, and until an end", async () => {
    const admin = await makeAdmin();
    const elsewhere = await makeOrganization();
    const member = await makeViewer();
    await joinOrganization(member.user.id, elsewhere.id);
    const give = (input: Record<string, unknown>) => callAs(admin).output(giveRoleToUser, { params: { id: member.user.id }, input });
    const [one, two, three] = [await makeRole(["users.view"]), await makeRole(["audit.view"]), await makeRole(["sessions.view"])];
    expect((await give({ role_id: one.id, organization_id: null })).assignment.organization_id).toBeNull();
    expect((await give({ role_id: two.id, organization_id: elsewhere.id })).assignment.organization_id).toBe(elsewhere.id);
    const end = new Date(Date.now() + 5 * MINUTE).toISOString();
    expect((await give({ role_id: three.id, expires_at: end })).assignment.expires_at).toBe(end);
    expect(await holds(member, "sessions.view")).toBe(true);
    expect(await holds(member, "audit.view")).toBe(false);
    const list = await callAs(admin).output(listUserRoles, { params: { id: member.user.id } });
    expect(list.assignments.map(({ role_id, organization_id }) => [role_id, organization_id])).toEqual([
      [one.id, null], [two.id, elsewhere.id], [three.id, member.user.organizationId],
    ]);
    await travel(6 * MINUTE);
    expect(await holds(member, "sessions.view")).toBe(false);
    // What has run out makes way.
    expect((await give({ role_id: three.id })).assignment.expires_at).toBeNull();
  });

  it("puts a role that holds everything on the platform, where the giver reaches it, and else in the organization", async () => {
    const user = await makeUser();
    expect((await callAs(await makeAdmin()).output(giveRoleToUser, { params: { id: user.id }, input: { role: "admin" } })).assignment.organization_id).toBeNull();
    const owner = await makeViewer(["*"], { organization: await makeOrganization() });
    const colleague = await makeUser({ organization: { id: owner.user.organizationId ?? "" } });
    const { assignment } = await callAs(owner).output(giveRoleToUser, { params: { id: colleague.id }, input: { role: "admin" } });
    expect(assignment.organization_id).toBe(owner.user.organizationId);
  });

  it("takes one away, at once, with one audit row", async () => {
    const admin = await makeAdmin();
    const member = await makeViewer(["users.view"]);
    const assignment_id = await assignmentOf(member.user.id);
    const rows = await auditRowsOf(() => callAs(admin).output(takeRoleFromUser, { params: { id: member.user.id, assignment_id } }));
    expect(rows).toMatchObject([{ action: "rbac.role_revoked", target_user_id: member.user.id, metadata: { assignment_id } }]);
    expect(rows).toHaveLength(1);
    expect(await holds(member, "users.view")).toBe(false);
    expect(await callAs(admin).refusal(takeRoleFromUser, { params: { id: member.user.id, assignment_id } })).toMatchObject({ status: 404 });
  });

  it("an organization's administrator gives and takes within it, whatever somebody is elsewhere", async () => {
    const here = await makeOrganization();
    const owner = await makeViewer(["*"], { organization: here });
    const guest = await makeUser({ roles: ["admin"] });
    await joinOrganization(guest.id, here.id);
    const { assignment } = await callAs(owner).output(giveRoleToUser, { params: { id: guest.id }, input: { role: "manager" } });
    expect(assignment.organization_id).toBe(here.id);
    const list = await callAs(owner).output(listUserRoles, { params: { id: guest.id } });
    expect(list.assignments.map(({ id }) => id)).toEqual([assignment.id]);
    await callAs(owner).output(takeRoleFromUser, { params: { id: guest.id, assignment_id: assignment.id } });
  });
});

describe("refused by what one holds", () => {
  it("403 for a role that holds more than the giver, or for a place that they do not reach", async () => {
    const giver = await makeViewer(["users.assign_role", "users.view"]);
    const user = await makeUser();
    const give = (input: Record<string, unknown>) => rowsUnchanged(() => callAs(giver).refusal(giveRoleToUser, { params: { id: user.id }, input }));
    for (const permissions of [["users.ban"], ["users.*"], ["*"], ["users.view", "audit.view"]]) {
      const role = await makeRole(permissions);
      expect(await give({ role_id: role.id }), permissions.join()).toMatchObject({ status: 403, code: "GRANT_OUT_OF_REACH" });
    }
    const mine = await makeRole(["users.view"]);
    expect(await give({ role_id: mine.id, organization_id: null })).toMatchObject({ status: 403, code: "PLATFORM_ONLY" });
    const elsewhere = await makeOrganization();
    expect(await give({ role_id: mine.id, organization_id: elsewhere.id })).toMatchObject({ status: 422 });
    await joinOrganization(user.id, elsewhere.id);
    expect(await give({ role_id: mine.id, organization_id: elsewhere.id })).toMatchObject({ status: 403, code: "PLATFORM_ONLY" });
    expect((await callAs(giver).run(giveRoleToUser, { params: { id: user.id }, input: { role_id: mine.id } })).error).toBeNull();
  });

  it("409 for one's own roles, by give and by take, whoever one is", async () => {
    const admin = await makeAdmin();
    const own = { status: 409, code: "CANNOT_CHANGE_OWN_ROLES" };
    const rows = await auditRowsOf(async () => {
      expect(await rowsUnchanged(() => callAs(admin).refusal(giveRoleToUser, { params: { id: admin.user.id }, input: { role: "auditor" } }))).toMatchObject(own);
      const params = { id: admin.user.id, assignment_id: await assignmentOf(admin.user.id) };
      expect(await rowsUnchanged(() => callAs(admin).refusal(takeRoleFromUser, { params }))).toMatchObject(own);
    });
    expect(rows).toMatchObject([
      { action: "rbac.role_assigned", success: false, error_code: "CANNOT_CHANGE_OWN_ROLES", target_user_id: admin.user.id },
      { action: "rbac.role_revoked", success: false, error_code: "CANNOT_CHANGE_OWN_ROLES", target_user_id: admin.user.id },
    ]);
  });

  it("403 for somebody who holds more, here or on the platform", async () => {
    const giver = await makeViewer(["users.assign_role", "users.view"]);
    const higher = [await makeUser({ permissions: ["users.ban"] }), await makeUser({ roles: ["admin"], reach: "platform" }), await makeUser({ permissions: ["users.view"], reach: "platform" })];
    for (const { id } of higher) {
      const wanted = { status: 403, code: "OUT_OF_REACH" };
      expect(await rowsUnchanged(() => callAs(giver).refusal(giveRoleToUser, { params: { id }, input: { role: "user" } }))).toMatchObject(wanted);
      const params = { id, assignment_id: await assignmentOf(id) };
      expect(await rowsUnchanged(() => callAs(giver).refusal(takeRoleFromUser, { params }))).toMatchObject(wanted);
    }
  });

  it("403 for a role on the platform that an organization's administrator would take", async () => {
    const owner = await makeViewer(["*"]);
    const user = await makeUser({ roles: ["user"], reach: "platform" });
    const error = await callAs(owner).refusal(takeRoleFromUser, { params: { id: user.id, assignment_id: await assignmentOf(user.id) } });
    expect(error).toMatchObject({ status: 403, code: "PLATFORM_ONLY" });
  });
});

describe("not found or conflict", () => {
  it("404 for somebody of another organization, a deleted one, nobody, and somebody else's assignment", async () => {
    const owner = await makeViewer(["*"]);
    const stranger = await makeUser({ organization: await makeOrganization(), roles: ["user"] });
    const deleted = await makeUser({ deleted: true, roles: ["user"] });
    const mate = await makeUser({ roles: ["user"] });
    const notFound = { status: 404, code: "NOT_FOUND" };
    for (const id of [stranger.id, deleted.id, newId()]) {
      expect(await callAs(owner).refusal(giveRoleToUser, { params: { id }, input: { role: "user" } })).toMatchObject(notFound);
      const assignment_id = await assignmentOf(id === deleted.id ? deleted.id : stranger.id);
      expect(await callAs(owner).refusal(takeRoleFromUser, { params: { id, assignment_id } })).toMatchObject(notFound);
    }
    const params = { id: mate.id, assignment_id: await assignmentOf((await makeUser({ roles: ["user"] })).id) };
    expect(await callAs(owner).refusal(takeRoleFromUser, { params })).toMatchObject(notFound);
    expect(await callAs(owner).refusal(listUserRoles, { params: { id: stranger.id } })).toMatchObject(notFound);
  });

  it("404 for a role that is not there, 409 for one that is held there; of many at once one wins", async () => {
    const admin = await makeAdmin();
    const user = await makeUser();
    const params = { id: user.id };
    for (const input of [{ role_id: newId() }, { role: "no_such_role" }])
      expect(await callAs(admin).refusal(giveRoleToUser, { params, input })).toMatchObject({ status: 404, code: "ROLE_NOT_FOUND" });
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => callAs(admin).run(giveRoleToUser, { params, input: { role: "auditor" } })));
    expect(outcomes.map(({ error }) => error?.code ?? "given").sort()).toEqual([...Array<string>(5).fill("ROLE_ALREADY_HELD"), "given"]);
    const both = await callAs(admin).output(giveRoleToUser, { params, input: { role_id: await idOfRole("manager"), role: "no_such_role" } });
    expect(both.assignment.role_name).toBe("manager");
  });

  it("409 where an organization would be left without an administrator", async () => {
    const organization = await makeOrganization();
    const owner = await makeUser({ roles: ["admin"], organization });
    const admin = await makeAdmin();
    const params = { id: owner.id, assignment_id: await assignmentOf(owner.id) };
    expect(await rowsUnchanged(() => callAs(admin).refusal(takeRoleFromUser, { params }))).toMatchObject({ status: 409, code: "LAST_OWNER" });
    await giveRole((await makeUser({ organization })).id, await idOfRole("admin"), organization.id);
    expect((await callAs(admin).run(takeRoleFromUser, { params })).error).toBeNull();
  });
});

describe("refused and invalid", () => {
  expectRefused(listUserRoles, { valid: async () => ({ params: { id: (await makeUser()).id } }) });
  expectRefused(giveRoleToUser, {
    valid: async () => ({ params: { id: (await makeUser()).id }, input: { role: "user" } }),
    invalid: { "no role": { role: null }, "an id that is none": { role_id: "1" }, "an organization that is none": { organization_id: "1" }, "an end that is none": { expires_at: "tomorrow" }, "an end that has passed": { expires_at: "2020-01-01T00:00:00Z" } },
  });
  expectRefused(takeRoleFromUser, {
    valid: async () => {
      const { id } = await makeUser({ roles: ["user"] });
      return { params: { id, assignment_id: await assignmentOf(id) } };
    },
  });
});
