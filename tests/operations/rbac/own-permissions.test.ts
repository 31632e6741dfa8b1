import { describe, expect, it } from "vitest";
import * as check from "@/app/api/rbac/me/check/route";
import * as permissionsRoute from "@/app/api/rbac/me/permissions/route";
import * as me from "@/app/api/rbac/me/route";
import { CATALOGUE } from "@/lib/access/catalogue";
import { checkOwnPermissions } from "@/lib/features/rbac/operations/check-own-permissions";
import { listOwnPermissions } from "@/lib/features/rbac/operations/list-own-permissions";
import { showOwnRoles } from "@/lib/features/rbac/operations/show-own-roles";
import { makeOrganization } from "@/tests/factories/make-organization";
import { makePermission } from "@/tests/factories/make-permission";
import { giveRole, makeRole } from "@/tests/factories/make-role";
import { makeViewer } from "@/tests/factories/make-viewer";
import { callAs } from "@/tests/setup/call-as";
import { countStatements } from "@/tests/setup/count-statements";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";

const userNames = CATALOGUE.map(({ name }) => name).filter((name) => name.startsWith("users."));

describe("rbac.me", () => {
  it("tells the primary role in full, all roles and the names they allow", async () => {
    const viewer = await makeViewer(["users.*"], { roles: ["auditor"] });
    const { status, body } = await http(me, { as: viewer });
    expect(status).toBe(200);
    expect(body).toMatchObject({ user_id: viewer.user.id, role: { name: "auditor", is_system: expect.any(Boolean) } });
    expect(body.role.permissions.map(({ name }: { name: string }) => name)).toContain("audit.verify");
    expect(body.role.permissions[0]).toMatchObject({ category: expect.any(String), resource: expect.any(String), action: expect.any(String) });
    expect(body.roles).toHaveLength(2);
    expect(body.roles[1]).not.toHaveProperty("permissions");
    expect(body.permissions).toEqual(expect.arrayContaining([...userNames, "audit.view", "compliance.view"]));
    expect(body.permissions.join()).not.toContain("*");
  });

  it("is empty for whoever holds nothing here", async () => {
    const viewer = await makeViewer();
    const elsewhere = await makeOrganization();
    await giveRole(viewer.user.id, (await makeRole(["users.ban"])).id, elsewhere.id);
    expect(await callAs(viewer).output(showOwnRoles)).toEqual({ user_id: viewer.user.id, role: null, roles: [], permissions: [] });
  });

  it("takes three statements, however many roles", async () => {
    const viewer = await makeViewer(["users.*"], { roles: ["auditor", "manager"] });
    expect(await countStatements(() => callAs(viewer).output(showOwnRoles))).toMatchObject({ statements: 3, begins: 0 });
  });

  expectRefused(showOwnRoles, { valid: () => ({}) });
});

describe("rbac.my-permissions", () => {
  it("names what a wildcard covers, what was made at run time included", async () => {
    await makePermission("users.applaud");
    const viewer = await makeViewer(["users.*"]);
    expect((await http(permissionsRoute, { as: viewer })).body).toEqual({ permissions: [...userNames, "users.applaud"].sort() });
  });

  it("names everything for *, and the whole of RBAC for rbac.admin", async () => {
    const all = await callAs(await makeViewer(["*"])).output(listOwnPermissions);
    expect(all.permissions).toEqual(expect.arrayContaining(CATALOGUE.map(({ name }) => name)));
    const { permissions } = await callAs(await makeViewer(["rbac.admin"])).output(listOwnPermissions);
    expect(permissions).toEqual(expect.arrayContaining(["roles.edit", "permissions.delete", "rbac.import"]));
    expect(permissions).not.toContain("users.view");
  });

  it("takes two statements", async () => {
    const viewer = await makeViewer(["users.*"]);
    expect(await countStatements(() => callAs(viewer).output(listOwnPermissions))).toMatchObject({ statements: 2 });
  });

  expectRefused(listOwnPermissions, { valid: () => ({}) });
});

describe("rbac.check", () => {
  it("answers each name by what is held now", async () => {
    const viewer = await makeViewer(["users.*", "audit.view"]);
    const permissions = ["users.ban", "users.made_later", "users.*", "audit.view", "audit.*", "*", "roles.view", "nonsense", "__proto__"];
    const answer = await http(check, { as: viewer, body: { permissions } });
    expect(answer).toMatchObject({ status: 200, headers: expect.anything() });
    expect(Object.entries(answer.body.results).filter(([, held]) => held).map(([name]) => name)).toEqual(["users.ban", "users.made_later", "users.*", "audit.view"]);
    expect(answer.body.results).toMatchObject({ "audit.*": false, "*": false, "roles.view": false, nonsense: false });
  });

  it("changes its answer with the next grant", async () => {
    const viewer = await makeViewer();
    const ask = async () => (await callAs(viewer).output(checkOwnPermissions, { input: { permissions: ["users.ban"] } })).results["users.ban"];
    expect(await ask()).toBe(false);
    await giveRole(viewer.user.id, (await makeRole(["users.ban"])).id, viewer.user.organizationId);
    expect(await ask()).toBe(true);
  });

  expectRefused(checkOwnPermissions, {
    valid: () => ({ input: { permissions: ["users.ban"] } }),
    invalid: {
      "no names": { permissions: [] },
      "an empty name": { permissions: [""] },
      "a number": { permissions: [1] },
      "too many": { permissions: Array.from({ length: 501 }, (_, index) => `a.b${index}`) },
      "a long name": { permissions: ["x".repeat(201)] },
    },
  });
});
