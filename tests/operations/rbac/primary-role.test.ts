import { describe, expect, it } from "vitest";
import * as route from "@/app/api/rbac/users/[id]/role/route";
import * as usersRoute from "@/app/api/rbac/users/route";
import { checkOwnPermissions } from "@/lib/features/rbac/operations/check-own-permissions";
import { listRoleUsers } from "@/lib/features/rbac/operations/list-role-users";
import { setPrimaryRole } from "@/lib/features/rbac/operations/set-primary-role";
import { showPrimaryRole } from "@/lib/features/rbac/operations/show-primary-role";
import { takePrimaryRoleFromUser } from "@/lib/features/rbac/operations/take-primary-role";
import { newId } from "@/lib/ids";
import { makeOrganization } from "@/tests/factories/make-organization";
import { giveRole, makeRole } from "@/tests/factories/make-role";
import { makeSession } from "@/tests/factories/make-session";
import { makeUser } from "@/tests/factories/make-user";
import { makeViewer, type TestViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { freshDatabase } from "@/tests/setup/fresh-database";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow, sql } from "@/tests/setup/sql";

const makeAdmin = () => makeViewer([], { roles: ["admin"], reach: "platform", password: null });
const rolesOf = (userId: string) =>
  sql<{ name: string; organization_id: string | null }>("SELECT r.name, a.organization_id FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.user_id = $1 ORDER BY a.created_at, a.id", [userId]);
const namesOf = async (userId: string) => (await rolesOf(userId)).map(({ name }) => name);
const holds = async (viewer: { accessToken: string }, name: string) => (await callAs(viewer).output(checkOwnPermissions, { input: { permissions: [name] } })).results[name];

describe("allowed", () => {
  it("shows somebody's role, in the union of the reference systems' shapes", async () => {
    const user = await makeUser({ roles: ["manager", "user"] });
    const { status, body } = await http(route, { as: await makeAdmin(), params: { id: user.id }, path: `/api/rbac/users/${user.id}/role` });
    expect(status).toBe(200);
    expect(body).toMatchObject({ user_id: user.id, role: { name: "manager", is_system: true }, permissions: expect.arrayContaining(["users.ban", "sessions.view"]) });
    expect(body.roles.map(({ name }: { name: string }) => name)).toEqual(["manager", "user"]);
    const nothing = await makeUser();
    expect(await callAs(await makeAdmin()).output(showPrimaryRole, { params: { id: nothing.id } })).toMatchObject({ role: null, roles: [], permissions: [] });
  });

  it("shows everybody their own", async () => {
    const viewer = await makeViewer([], { roles: ["user"] });
    expect(await callAs(viewer).output(showPrimaryRole, { params: { id: viewer.user.id } })).toMatchObject({ role: { name: "user" }, permissions: [] });
    const alone = await makeViewer([], { roles: ["user"], organization: null });
    expect(await callAs(alone).output(showPrimaryRole, { params: { id: alone.user.id } })).toMatchObject({ role: { name: "user" } });
  });

  it.each(["role", "role_id"])("replaces it by `%s`, at once, in its place, and leaves the others", async (field) => {
    const admin = await makeAdmin();
    const user = await makeUser({ roles: ["manager", "auditor"] });
    // Given by one statement, two roles have one instant.
    await sql("UPDATE role_assignments SET created_at = date_trunc('minute', created_at) WHERE user_id = $1", [user.id]);
    const session = await makeSession(user);
    const wanted = await makeRole(["sessions.view"]);
    const rows = await auditRowsOf(async () => {
      const { status, body } = await http(route, { as: admin, method: "PUT", params: { id: user.id }, path: `/api/rbac/users/${user.id}/role`, body: { [field]: field === "role" ? wanted.name : wanted.id } });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        message: "The role was changed.", user_id: user.id, role_id: wanted.id, user: { id: user.id, email: user.email, role_id: wanted.id, role_name: wanted.name }, previous: { role_name: "manager" },
      });
    });
    expect(rows).toMatchObject([
      {
        action: "rbac.role_assigned", actor_id: admin.user.id, target_user_id: user.id, organization_id: user.organizationId,
        changes: { role: { from: "manager", to: wanted.name } }, metadata: { role_id: wanted.id, role_name: wanted.name },
      },
    ]);
    expect(rows).toHaveLength(1);
    expect(await rolesOf(user.id)).toEqual([{ name: wanted.name, organization_id: user.organizationId }, { name: "auditor", organization_id: user.organizationId }]);
    expect(await holds(session, "users.ban")).toBe(false);
  });

  it("gives a first one, moves one that is held already to the front, and can be said twice", async () => {
    const admin = await makeAdmin();
    const user = await makeUser();
    const set = (role: string) => callAs(admin).output(setPrimaryRole, { params: { id: user.id }, input: { role } });
    expect((await set("user")).previous).toBeNull();
    await giveRole(user.id, (await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'auditor'")).id, user.organizationId);
    await set("auditor");
    await set("auditor");
    expect(await namesOf(user.id)).toEqual(["auditor"]);
  });

  it("an administrator becomes one of the platform, and less than one only in their organization", async () => {
    const admin = await makeAdmin();
    const user = await makeUser({ roles: ["user"] });
    const set = (role: string) => callAs(admin).output(setPrimaryRole, { params: { id: user.id }, input: { role } });
    await set("admin");
    expect(await rolesOf(user.id)).toEqual([{ name: "admin", organization_id: null }]);
    await set("manager");
    expect(await rolesOf(user.id)).toEqual([{ name: "manager", organization_id: user.organizationId }]);
  });

  it("takes it away, and the next follows", async () => {
    const admin = await makeAdmin();
    const user = await makeUser({ roles: ["manager", "user"] });
    const rows = await auditRowsOf(() => callAs(admin).output(takePrimaryRoleFromUser, { params: { id: user.id } }));
    expect(rows).toMatchObject([{ action: "rbac.role_revoked", target_user_id: user.id, changes: { role: { from: "manager", to: null } } }]);
    expect(rows).toHaveLength(1);
    expect(await namesOf(user.id)).toEqual(["user"]);
    await callAs(admin).output(takePrimaryRoleFromUser, { params: { id: user.id } });
    expect(await callAs(admin).refusal(takePrimaryRoleFromUser, { params: { id: user.id } })).toMatchObject({ status: 409, code: "NO_ROLE" });
  });

  it("lists the people who hold a role, page by page, within the tenant", async () => {
    const role = await makeRole([]);
    const here = [await makeUser({ firstName: "Ada" }), await makeUser()];
    const there = await makeUser({ organization: await makeOrganization() });
    for (const { id, organizationId } of [...here, there]) await giveRole(id, role.id, organizationId);
    const viewer = await makeViewer(["users.view"]);
    const { status, body } = await http(usersRoute, { as: viewer, path: `/api/rbac/users?role_id=${role.id}&per_page=1` });
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 2, page: 1, pages: 2, users: [{ id: here[1]?.id, role_id: role.id, is_active: true, first_name: null }] });
    const next = await callAs(viewer).output(listRoleUsers, { query: { role_id: role.id, cursor: body.next_cursor } });
    expect(next.users.map(({ id }) => id)).toEqual([here[0]?.id]);
    expect((await callAs(await makeAdmin()).output(listRoleUsers, { query: { role_id: role.id } })).total).toBe(3);
  });
});

describe("refused by what one holds", () => {
  it("409 for oneself; 403 for roles and people beyond one's reach", async () => {
    const giver = await makeViewer(["users.assign_role", "users.view"]);
    const set = (id: string, role: string) => rowsUnchanged(() => callAs(giver).refusal(setPrimaryRole, { params: { id }, input: { role } }));
    expect(await set(giver.user.id, "user")).toMatchObject({ status: 409, code: "CANNOT_CHANGE_OWN_ROLES" });
    expect(await set((await makeUser()).id, "manager")).toMatchObject({ status: 403, code: "GRANT_OUT_OF_REACH" });
    const higher = await makeUser({ roles: ["manager"] });
    expect(await set(higher.id, "user")).toMatchObject({ status: 403, code: "OUT_OF_REACH" });
    expect(await rowsUnchanged(() => callAs(giver).refusal(takePrimaryRoleFromUser, { params: { id: higher.id } }))).toMatchObject({ status: 403, code: "OUT_OF_REACH" });
    expect(await rowsUnchanged(() => callAs(giver).refusal(takePrimaryRoleFromUser, { params: { id: giver.user.id } }))).toMatchObject({ code: "CANNOT_CHANGE_OWN_ROLES" });
  });

  it("403 for a stranger's role without users.view; 404 beyond the tenant with it", async () => {
    const stranger = await makeUser();
    expect(await callAs(await makeViewer()).refusal(showPrimaryRole, { params: { id: stranger.id } })).toMatchObject({ status: 403, code: "FORBIDDEN" });
    const elsewhere = await makeViewer(["users.view", "users.assign_role"], { organization: await makeOrganization() });
    for (const operation of [showPrimaryRole, setPrimaryRole, takePrimaryRoleFromUser])
      expect(await callAs(elsewhere).refusal(operation, { params: { id: stranger.id }, input: { role: "user" } })).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(await callAs(await makeAdmin()).refusal(setPrimaryRole, { params: { id: newId() }, input: { role: "user" } })).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(await callAs(await makeAdmin()).refusal(setPrimaryRole, { params: { id: stranger.id }, input: { role: "nobody" } })).toMatchObject({ status: 404, code: "ROLE_NOT_FOUND" });
  });
});

/** A busy machine may answer 503, and the same request again is what its Retry-After asks for. */
async function demote(viewer: TestViewer, id: string): Promise<string> {
  for (;;) {
    const { error } = await callAs(viewer).run(setPrimaryRole, { params: { id }, input: { role: "user" } });
    if (error?.status !== 503) return error?.code ?? "demoted";
  }
}

describe("the last administrator", () => {
  it("stays: of 64 who demote each other at once, round after round, one is left", async () => {
    await freshDatabase();
    let left: TestViewer[] = [];
    while (left.length < 64) left.push(await makeAdmin());
    while (left.length > 1) {
      const ring = left;
      const outcomes = await Promise.all(ring.map((admin, index) => demote(admin, ring[(index + 1) % ring.length]?.user.id ?? "")));
      // Whoever was demoted before their own turn came is refused for what they no longer hold.
      for (const code of outcomes) expect(["demoted", "LAST_ADMIN", "FORBIDDEN", "GRANT_OUT_OF_REACH", "OUT_OF_REACH"]).toContain(code);
      const rows = await sql<{ user_id: string }>("SELECT a.user_id FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE r.name = 'admin'");
      expect(rows.length).toBe(ring.length - outcomes.filter((code) => code === "demoted").length);
      expect(rows.length).toBeGreaterThanOrEqual(1);
      left = ring.filter(({ user }) => rows.some(({ user_id }) => user_id === user.id));
    }
    expect(left).toHaveLength(1);
  });

  it("is neither demoted nor bereft of the role by another whose own role has an end", async () => {
    await freshDatabase();
    const last = await makeUser({ roles: ["admin"], reach: "platform" });
    const passing = await makeAdmin();
    await sql("UPDATE role_assignments SET expires_at = app_now() + interval '1 hour' WHERE user_id = $1", [passing.user.id]);
    const wanted = { status: 409, code: "LAST_ADMIN" };
    expect(await rowsUnchanged(() => callAs(passing).refusal(setPrimaryRole, { params: { id: last.id }, input: { role: "user" } }))).toMatchObject(wanted);
    expect(await rowsUnchanged(() => callAs(passing).refusal(takePrimaryRoleFromUser, { params: { id: last.id } }))).toMatchObject(wanted);
  });
});

describe("refused and invalid", () => {
  const valid = async () => ({ params: { id: (await makeUser({ roles: ["user"] })).id } });
  expectRefused(showPrimaryRole, { valid });
  expectRefused(setPrimaryRole, {
    valid: async () => ({ ...(await valid()), input: { role: "user" } }),
    invalid: { "no role": { role: null }, "an id that is none": { role_id: "1" }, "an end that has passed": { expires_at: "2020-01-01T00:00:00Z" }, "an organization that is none of theirs": { organization_id: newId() } },
  });
  expectRefused(takePrimaryRoleFromUser, { valid });
  expectRefused(listRoleUsers, {
    valid: async () => ({ query: { role_id: (await makeRole([])).id } }),
    invalidQuery: { "no role": { role_id: undefined }, "a role that is none": { role_id: "1" }, "page zero": { page: "0" }, "too many": { per_page: "101" } },
  });
});
