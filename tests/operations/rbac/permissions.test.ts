import { describe, expect, it } from "vitest";
import * as permissionRoute from "@/app/api/rbac/permissions/[permission_id]/route";
import * as permissionsRoute from "@/app/api/rbac/permissions/route";
import { createPermission } from "@/lib/features/rbac/operations/create-permission";
import { deletePermission } from "@/lib/features/rbac/operations/delete-permission";
import { getPermission } from "@/lib/features/rbac/operations/get-permission";
import { listAllPermissions } from "@/lib/features/rbac/operations/list-permissions";
import { updatePermission } from "@/lib/features/rbac/operations/update-permission";
import { newId } from "@/lib/ids";
import { makePermission, permissionIds } from "@/tests/factories/make-permission";
import { makeRole } from "@/tests/factories/make-role";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { sql } from "@/tests/setup/sql";

const onPlatform = (...permissions: string[]) => makeViewer(permissions, { reach: "platform" });
const freshName = () => `thing_${newId().replaceAll("-", "")}.do_it`;
const params = ({ id }: { id: string }) => ({ permission_id: id });

describe("allowed", () => {
  it("lists by category and name, filtered by category and resource", async () => {
    const viewer = await makeViewer(["permissions.view"]);
    const { body } = await http(permissionsRoute, { as: viewer });
    expect(body.permissions.length).toBe(body.total);
    const keys = body.permissions.map(({ category, name }: { category: string; name: string }) => `${category}\t${name}`);
    expect(keys).toEqual([...keys].sort());
    const users = await callAs(viewer).output(listAllPermissions, { query: { resource: "users" } });
    expect(users.permissions.map(({ name }) => name)).toEqual(expect.arrayContaining(["users.ban", "users.view"]));
    expect(new Set(users.permissions.map(({ resource }) => resource))).toEqual(new Set(["users"]));
    const audit = await callAs(viewer).output(listAllPermissions, { query: { category: "Audit" } });
    expect(new Set(audit.permissions.map(({ category }) => category))).toEqual(new Set(["Audit"]));
    expect((await callAs(viewer).output(listAllPermissions, { query: { category: "Nothing" } })).permissions).toEqual([]);
  });

  it("makes one, with what follows from its name", async () => {
    const viewer = await onPlatform("permissions.create");
    const name = freshName();
    const rows = await auditRowsOf(async () => {
      const { status, body } = await http(permissionsRoute, { as: viewer, body: { name } });
      expect(status).toBe(201);
      const [resource] = name.split(".");
      expect(body.permission).toMatchObject({ name, display_name: `Do it ${resource}`, description: null, category: resource, resource, action: "do_it", is_system: false });
    });
    expect(rows).toMatchObject([{ action: "rbac.permission_created", resource_type: "permission", metadata: { permission_name: name } }]);
    expect(rows).toHaveLength(1);
  });

  it("shows, changes and deletes it, each change with one row", async () => {
    const made = await makePermission();
    const viewer = await onPlatform("permissions.*");
    const { body } = await http(permissionRoute, { as: viewer, params: params(made), path: `/api/rbac/permissions/${made.id}` });
    expect(body).toMatchObject({ id: made.id, permission: { id: made.id, name: made.name } });
    const rows = await auditRowsOf(async () => {
      const changed = await callAs(viewer).output(updatePermission, { params: params(made), input: { category: "Wards", description: "" } });
      expect(changed).toMatchObject({ permission: { category: "Wards", display_name: made.name, description: null }, changes: { category: { from: "Made later", to: "Wards" } } });
      await callAs(viewer).output(deletePermission, { params: params(made) });
    });
    expect(rows).toMatchObject([
      { action: "rbac.permission_updated", resource_id: made.id, changes: { category: { from: "Made later", to: "Wards" } } },
      { action: "rbac.permission_deleted", resource_id: made.id, metadata: { permission_name: made.name, force: false, roles: [] } },
    ]);
    expect(rows).toHaveLength(2);
  });

  it("with force takes it from the roles that hold it by name", async () => {
    const made = await makePermission();
    const role = await makeRole([made.name, "users.view"]);
    const viewer = await onPlatform("permissions.delete", "users.view", made.name);
    // The viewer's own role holds it too: to lose something is nobody's gain.
    const error = await rowsUnchanged(() => callAs(viewer).refusal(deletePermission, { params: params(made) }));
    expect(error).toMatchObject({ status: 409, code: "PERMISSION_IN_USE" });
    expect(error.details?.roles).toContain(role.name);
    const output = await callAs(viewer).output(deletePermission, { params: params(made), query: { force: "true" } });
    expect(output.roles).toContain(role.name);
    expect(await sql("SELECT permission FROM role_permissions WHERE role_id = $1", [role.id])).toEqual([{ permission: "users.view" }]);
  });
});

describe("refused, not found or conflict", () => {
  it("409 for built-in ones, by force too", async () => {
    const viewer = await onPlatform("*");
    const [id = ""] = await permissionIds("rbac.admin");
    const wanted = { status: 409, code: "SYSTEM_PERMISSION" };
    expect(await rowsUnchanged(() => callAs(viewer).refusal(deletePermission, { params: { permission_id: id }, query: { force: "true" } }))).toMatchObject(wanted);
    expect(await rowsUnchanged(() => callAs(viewer).refusal(updatePermission, { params: { permission_id: id }, input: { category: "Mine" } }))).toMatchObject(wanted);
  });

  it("409 for a name that is taken; of many at once one wins", async () => {
    const viewer = await onPlatform("permissions.create");
    const name = freshName();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => callAs(viewer).run(createPermission, { input: { name } })));
    expect(outcomes.map(({ error }) => error?.code ?? "made").sort()).toEqual([...Array<string>(5).fill("PERMISSION_NAME_TAKEN"), "made"]);
    expect(await callAs(viewer).refusal(createPermission, { input: { name: "USERS.view" } })).toMatchObject({ status: 409 });
  });

  it("403 where a role that holds it holds more than the viewer", async () => {
    const made = await makePermission();
    await makeRole([made.name, "users.ban"]);
    const error = await callAs(await onPlatform("permissions.delete", made.name)).refusal(deletePermission, { params: params(made), query: { force: "true" } });
    expect(error).toMatchObject({ status: 403, code: "ROLE_OUT_OF_REACH" });
  });

  it("403 for whoever may in one organization alone; 404 for none", async () => {
    const local = await makeViewer(["*"]);
    const made = await makePermission();
    const platformOnly = { status: 403, code: "PLATFORM_ONLY" };
    expect(await callAs(local).refusal(createPermission, { input: { name: freshName() } })).toMatchObject(platformOnly);
    expect(await callAs(local).refusal(updatePermission, { params: params(made), input: {} })).toMatchObject(platformOnly);
    expect(await callAs(local).refusal(deletePermission, { params: params(made) })).toMatchObject(platformOnly);
    const admin = await onPlatform("*");
    for (const operation of [getPermission, updatePermission, deletePermission])
      expect(await callAs(admin).refusal(operation, { params: { permission_id: newId() }, input: {} })).toMatchObject({ status: 404, code: "NOT_FOUND" });
  });
});

const FIELDS = { "an empty display name": { display_name: "" }, "a category without end": { category: "x".repeat(51) }, "a system permission": { is_system: true } };

describe("refused and invalid", () => {
  const valid = async () => ({ params: params(await makePermission()) });
  expectRefused(listAllPermissions, { valid: () => ({}), invalidQuery: { "a category without end": { category: "x".repeat(51) } } });
  expectRefused(getPermission, { valid });
  expectRefused(createPermission, {
    valid: () => ({ input: { name: freshName(), display_name: "Do it", description: "For tests", category: "Things" } }),
    invalid: { ...FIELDS, "one word": { name: "users" }, "a wildcard": { name: "users.*" }, "three words": { name: "a.b.c" } },
  });
  expectRefused(updatePermission, { valid: async () => ({ ...(await valid()), input: { display_name: "Do it" } }), invalid: { ...FIELDS, "another name": { name: "users.other" } } });
  expectRefused(deletePermission, { valid, invalidQuery: { "force that is none": { force: "1" } } });
});
