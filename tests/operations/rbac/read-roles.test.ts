import { describe, expect, it } from "vitest";
import * as roleRoute from "@/app/api/rbac/roles/[role_id]/route";
import * as rolesRoute from "@/app/api/rbac/roles/route";
import { getRole } from "@/lib/features/rbac/operations/get-role";
import { listRolePermissions } from "@/lib/features/rbac/operations/list-role-permissions";
import { listAllRoles } from "@/lib/features/rbac/operations/list-roles";
import type { RoleDetail } from "@/lib/features/rbac/schema";
import { newId } from "@/lib/ids";
import { makeOrganization } from "@/tests/factories/make-organization";
import { makePermission } from "@/tests/factories/make-permission";
import { giveRole, makeRole } from "@/tests/factories/make-role";
import { makeUser } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { countStatements } from "@/tests/setup/count-statements";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";

const viewerOfRoles = () => makeViewer(["roles.view"]);

describe("allowed", () => {
  it("lists the roles with what they hold, in two statements at most, and writes nothing", async () => {
    const viewer = await viewerOfRoles();
    const custom = await makeRole(["users.*", "audit.view"]);
    const rows = await auditRowsOf(async () => {
      const { statements, result } = await countStatements(() => callAs(viewer).output(listAllRoles, { query: { include_permissions: "true" } }));
      // One of them is the session's.
      expect(statements).toBeLessThanOrEqual(3);
      expect(result.roles.slice(0, 4).map(({ name }) => name)).toEqual(["admin", "manager", "auditor", "user"]);
      expect(result.total).toBe(result.roles.length);
      const found = result.roles.find(({ id }) => id === custom.id) as RoleDetail;
      expect(found).toMatchObject({ name: custom.name, is_system: false, grants: ["audit.view", "users.*"], users_count: 0 });
      expect(found.permissions.map(({ name }) => name)).toEqual(expect.arrayContaining(["audit.view", "users.ban", "users.view"]));
      expect(found.permissions.every(({ name }) => /^(users\.|audit\.view$)/.test(name))).toBe(true);
    });
    expect(rows).toEqual([]);
  });

  it("gives the short form unless asked, over HTTP", async () => {
    const { status, body } = await http(rolesRoute, { as: await viewerOfRoles() });
    expect(status).toBe(200);
    expect(body.roles[0]).toMatchObject({ name: "admin", display_name: "Administrator", is_system: true, grants: ["*"] });
    expect(body.roles[0]).not.toHaveProperty("permissions");
  });

  it("shows one, wrapped and not, with wildcards as what they cover, those made later too", async () => {
    const later = await makePermission();
    const role = await makeRole([`${later.name.split(".")[0]}.*`]);
    const { body } = await http(roleRoute, { as: await viewerOfRoles(), params: { role_id: role.id }, path: `/api/rbac/roles/${role.id}` });
    expect(body).toMatchObject({ id: role.id, name: role.name, role: { id: role.id, permissions: [{ id: later.id, name: later.name }] } });
    const permissions = await callAs(await viewerOfRoles()).output(listRolePermissions, { params: { role_id: role.id } });
    expect(permissions).toMatchObject({ role_id: role.id, permissions: [{ name: later.name }], grants: [`${later.name.split(".")[0]}.*`] });
  });

  it("counts the people that the viewer may know of, each once, and whose role has not run out", async () => {
    const elsewhere = await makeOrganization();
    const role = await makeRole(["users.view"]);
    const here = await makeUser();
    const there = await makeUser({ organization: elsewhere });
    await giveRole(here.id, role.id, here.organizationId);
    await giveRole(here.id, role.id, null);
    await giveRole(there.id, role.id, there.organizationId);
    await giveRole((await makeUser()).id, role.id, here.organizationId, new Date(Date.now() - 1000));
    const countFor = async (viewer: { accessToken: string }) => (await callAs(viewer).output(getRole, { params: { role_id: role.id } })).users_count;
    expect(await countFor(await viewerOfRoles())).toBe(1);
    expect(await countFor(await makeViewer(["roles.view"], { organization: elsewhere }))).toBe(1);
    expect(await countFor(await makeViewer(["roles.view"], { reach: "platform" }))).toBe(2);
  });

  it("is opened by rbac.admin", async () => {
    expect((await callAs(await makeViewer(["rbac.admin"])).run(listAllRoles)).error).toBeNull();
  });
});

describe("not found", () => {
  it("404 for a role that is not there", async () => {
    for (const operation of [getRole, listRolePermissions])
      expect(await callAs(await viewerOfRoles()).refusal(operation, { params: { role_id: newId() } })).toMatchObject({ status: 404, code: "NOT_FOUND" });
  });
});

describe("refused and invalid", () => {
  expectRefused(listAllRoles, { valid: () => ({}), invalidQuery: { "a flag that is none": { include_permissions: "perhaps" } } });
  const valid = async () => ({ params: { role_id: (await makeRole([])).id } });
  expectRefused(getRole, { valid });
  expectRefused(listRolePermissions, { valid });
});
