import { describe, expect, it } from "vitest";
import * as route from "@/app/api/rbac/roles/[role_id]/route";
import { checkOwnPermissions } from "@/lib/features/rbac/operations/check-own-permissions";
import { deleteRole } from "@/lib/features/rbac/operations/delete-role";
import { showOwnRoles } from "@/lib/features/rbac/operations/show-own-roles";
import { newId } from "@/lib/ids";
import { makeOrganization } from "@/tests/factories/make-organization";
import { giveRole, makeRole } from "@/tests/factories/make-role";
import { makeUser } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow, sql } from "@/tests/setup/sql";

const makeAdmin = () => makeViewer(["*"], { reach: "platform" });
const makeDeleter = (...more: string[]) => makeViewer(["roles.delete", ...more], { reach: "platform" });

describe("allowed", () => {
  it("deletes a role that nobody holds, and those whose role has run out are nobody", async () => {
    const role = await makeRole(["users.view"]);
    await giveRole((await makeUser()).id, role.id, null, new Date(Date.now() - 1000));
    const rows = await auditRowsOf(async () => {
      const { status, body } = await http(route, { as: await makeAdmin(), method: "DELETE", params: { role_id: role.id }, path: `/api/rbac/roles/${role.id}` });
      expect(status).toBe(200);
      expect(body).toMatchObject({ message: "The role was deleted.", role_id: role.id, users_reassigned: 0, force: false });
    });
    expect(rows).toMatchObject([
      { action: "rbac.role_deleted", resource_type: "role", resource_id: role.id, metadata: { role_id: role.id, role_name: role.name, force: false, users_reassigned: 0 } },
    ]);
    expect(rows).toHaveLength(1);
    expect(await sql("SELECT 1 FROM role_assignments WHERE role_id = $1", [role.id])).toEqual([]);
  });

  it("with force gives its people the default role in the same place, and acts on their next request", async () => {
    const role = await makeRole(["users.ban"]);
    const member = await makeViewer();
    const both = await makeUser({ roles: ["user"] });
    await giveRole(member.user.id, role.id, member.user.organizationId);
    await giveRole(member.user.id, role.id, null);
    await giveRole(both.id, role.id, both.organizationId);
    const output = await callAs(await makeAdmin()).output(deleteRole, { params: { role_id: role.id }, query: { force: "true" } });
    expect(output).toMatchObject({ users_reassigned: 2, force: true });
    expect((await callAs(member).output(checkOwnPermissions, { input: { permissions: ["users.ban"] } })).results).toEqual({ "users.ban": false });
    expect((await callAs(member).output(showOwnRoles)).roles.map(({ name }) => name)).toEqual(["user"]);
    expect(await sql("SELECT organization_id FROM role_assignments WHERE user_id = $1", [both.id])).toEqual([{ organization_id: both.organizationId }]);
  });
});

describe("refused", () => {
  it("409 while people hold it, with how many", async () => {
    const role = await makeRole([]);
    await giveRole((await makeUser()).id, role.id, null);
    const admin = await makeAdmin();
    for (const query of [{}, { force: "false" }]) {
      const error = await rowsUnchanged(() => callAs(admin).refusal(deleteRole, { params: { role_id: role.id }, query }));
      expect(error).toMatchObject({ status: 409, code: "ROLE_IN_USE", details: { users: 1 } });
    }
  });

  it("409 for every system role, by force too", async () => {
    const admin = await makeAdmin();
    const system = await sql<{ id: string }>("SELECT id FROM roles WHERE is_system");
    expect(system.length).toBeGreaterThanOrEqual(4);
    for (const { id } of system) {
      const error = await rowsUnchanged(() => callAs(admin).refusal(deleteRole, { params: { role_id: id }, query: { force: "true" } }));
      expect(error).toMatchObject({ status: 409, code: "SYSTEM_ROLE" });
    }
  });

  it("409 for one's own, 403 for one that holds more, or whose people do, or from one organization; 404 for none", async () => {
    const deleter = await makeDeleter("users.view");
    const refusal = (role_id: string) => rowsUnchanged(() => callAs(deleter).refusal(deleteRole, { params: { role_id }, query: { force: "true" } }));
    const own = await makeRole([]);
    await giveRole(deleter.user.id, own.id, (await makeOrganization()).id);
    expect(await refusal(own.id)).toMatchObject({ status: 409, code: "OWN_ROLE" });
    expect(await refusal((await makeRole(["users.ban"])).id)).toMatchObject({ status: 403, code: "ROLE_OUT_OF_REACH" });
    const shared = await makeRole(["users.view"]);
    await giveRole((await makeUser({ roles: ["admin"], reach: "platform" })).id, shared.id, null);
    expect(await refusal(shared.id)).toMatchObject({ status: 403, code: "OUT_OF_REACH" });
    expect(await refusal(newId())).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(await callAs(await makeViewer(["*"])).refusal(deleteRole, { params: { role_id: shared.id } })).toMatchObject({ status: 403, code: "PLATFORM_ONLY" });
  });

  it("of parallel deletions one wins", async () => {
    const admin = await makeAdmin();
    const role = await makeRole([]);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => callAs(admin).run(deleteRole, { params: { role_id: role.id } })));
    expect(outcomes.map(({ error }) => error?.code ?? "deleted").sort()).toEqual([...Array<string>(5).fill("NOT_FOUND"), "deleted"]);
    expect(await oneRow("SELECT count(*)::int AS count FROM roles WHERE id = $1", [role.id])).toEqual({ count: 0 });
  });
});

describe("refused and invalid", () => {
  expectRefused(deleteRole, {
    valid: async () => ({ params: { role_id: (await makeRole([])).id } }),
    invalidQuery: { "force that is none": { force: "very" } },
  });
});
