import { beforeAll, describe, expect } from "vitest";
import { makePermission, permissionIds } from "../factories/make-permission";
import { makeRole } from "../factories/make-role";
import { makeUser } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { newId } from "@/lib/ids";
import { auditRowsOf } from "../setup/audit-rows";
import { conforms } from "./conforms";
import { ERROR, LIST, MESSAGES, PERMISSION, ROLE, ROLE_ENTRY } from "./shapes";
import { send } from "./wire";

let admin: TestViewer;
beforeAll(async () => {
  admin = await makeViewer([], { roles: ["admin"], reach: "platform", password: null });
});

const NAMES = ["users.view", "users.edit"];
const newName = () => `thing_${newId().replaceAll("-", "")}`;
const ask = (line: string, body?: unknown) => send(line, { as: admin, body });
const actionsOf = async (work: () => Promise<unknown>) => (await auditRowsOf(work)).map(({ action }) => action);
const byName = (permissions: { name: string }[]) => permissions.map(({ name }) => name).sort();

describe("roles", () => {
  conforms("RB1", async () => {
    const plain = await ask("GET /api/rbac/roles");
    expect([plain.status, plain.body]).toEqual([200, { roles: LIST, total: plain.body.count, count: plain.body.roles.length }]);
    for (const role of plain.body.roles) expect(role).toEqual(ROLE_ENTRY);
    for (const role of (await ask("GET /api/rbac/roles?include_permissions=true")).body.roles) expect(role).toEqual({ ...ROLE, permissions: expect.toSatisfy((list: unknown[]) => list.every((held) => JSON.stringify(Object.keys(held as object).sort()) === JSON.stringify(Object.keys(PERMISSION).sort()))) });
    const refused = await send("GET /api/rbac/roles", { as: await makeViewer() });
    expect([refused.status, refused.body]).toMatchObject([403, { ...ERROR, code: "FORBIDDEN" }]);
  });

  conforms("RB2", async () => {
    const name = newName();
    expect(await actionsOf(async () => {
      const answer = await ask("POST /api/rbac/roles", { name: name.toUpperCase(), description: "For a test", permission_ids: await permissionIds(...NAMES) });
      expect([answer.status, answer.body]).toEqual([201, { ...MESSAGES, role: { ...ROLE, name, display_name: expect.stringMatching(/^Thing /), is_system: false, description: "For a test" } }]);
      expect(byName(answer.body.role.permissions)).toEqual([...NAMES].sort());
    })).toEqual(["rbac.role_created"]);
    expect((await ask("POST /api/rbac/roles", { name })).status).toBe(409);
    expect((await ask("POST /api/rbac/roles", { name: "9 lives" })).status).toBe(422);
    expect((await ask("POST /api/rbac/roles", { name: newName(), is_system: true })).status).toBe(422);
  });

  conforms("RB3", async () => {
    const { id, name } = await makeRole(NAMES);
    const answer = await ask(`GET /api/rbac/roles/${id}`);
    const role = { ...ROLE, id, name, permissions: [PERMISSION, PERMISSION] };
    expect([answer.status, answer.body]).toEqual([200, { ...role, role }]);
    const missing = await ask(`GET /api/rbac/roles/${newId()}`);
    expect([missing.status, missing.body]).toEqual([404, { ...ERROR, code: "NOT_FOUND" }]);
  });

  conforms("RB4", async () => {
    const { id, name } = await makeRole([]);
    expect(await actionsOf(async () => {
      const answer = await ask(`PUT /api/rbac/roles/${id}`, { display_name: "Shift lead", description: "Of the night", name: "other" });
      expect([answer.status, answer.body]).toMatchObject([200, { ...MESSAGES, role: { ...ROLE, name, display_name: "Shift lead", description: "Of the night" } }]);
    })).toEqual(["rbac.role_updated"]);
    const system = (await ask("GET /api/rbac/roles")).body.roles.find((role: { is_system: boolean }) => role.is_system);
    expect((await ask(`PUT /api/rbac/roles/${system.id}`, { name: "other" })).body).toMatchObject({ code: "SYSTEM_ROLE" });
  });

  conforms("RB5", async () => {
    const role = await makeRole([]);
    const person = await makeUser({ roles: [role.name] });
    expect((await ask(`DELETE /api/rbac/roles/${role.id}`)).status).toBe(409);
    expect(await actionsOf(async () => {
      const answer = await ask(`DELETE /api/rbac/roles/${role.id}?force=true`);
      expect([answer.status, answer.body]).toMatchObject([200, { ...MESSAGES, role_id: role.id, role_name: role.name, force: true, users_reassigned: 1 }]);
    })).toContain("rbac.role_deleted");
    expect((await ask(`GET /api/rbac/users/${person.id}/role`)).body.role.name).toBe("user");
    const system = (await ask("GET /api/rbac/roles")).body.roles.find(({ name }: { name: string }) => name === "admin");
    expect((await ask(`DELETE /api/rbac/roles/${system.id}?force=true`)).status).toBe(409);
  });

  conforms("RB6", async () => {
    const { id } = await makeRole(NAMES);
    for (const field of ["name", "new_name"]) {
      const name = newName();
      expect(await actionsOf(async () => {
        const answer = await ask(`POST /api/rbac/roles/${id}/clone`, { [field]: name, description: "A copy" });
        expect([answer.status, answer.body]).toEqual([201, { ...MESSAGES, role: { ...ROLE, name, description: "A copy" } }]);
        expect(byName(answer.body.role.permissions)).toEqual([...NAMES].sort());
      })).toEqual(["rbac.role_created"]);
    }
    expect((await ask(`POST /api/rbac/roles/${id}/clone`, {})).status).toBe(422);
  });
});

describe("what a role holds", () => {
  conforms("RB7", async () => {
    const { id } = await makeRole(NAMES);
    const answer = await ask(`GET /api/rbac/roles/${id}/permissions`);
    expect([answer.status, answer.body]).toEqual([200, { role_id: id, permissions: [PERMISSION, PERMISSION], grants: LIST }]);
    expect((await ask(`GET /api/rbac/roles/${newId()}/permissions`)).status).toBe(404);
  });

  conforms("RB8", async () => {
    const { id } = await makeRole(["users.view"]);
    const rows = await auditRowsOf(async () => {
      const answer = await ask(`PUT /api/rbac/roles/${id}/permissions`, { permission_ids: await permissionIds("users.edit") });
      expect([answer.status, answer.body]).toEqual([200, { ...MESSAGES, role: { ...ROLE, id }, added: ["users.edit"], removed: ["users.view"] }]);
    });
    expect(rows).toMatchObject([{ action: "rbac.permission_changed", metadata: { role_id: id, action: "sync" } }]);
    expect((await ask(`PUT /api/rbac/roles/${id}/permissions`, {})).status).toBe(422);
  });

  conforms("RB9", async () => {
    const { id } = await makeRole(["users.view"]);
    expect(await actionsOf(async () => {
      const answer = await ask(`POST /api/rbac/roles/${id}/permissions`, { permission_ids: await permissionIds(...NAMES) });
      expect([answer.status, answer.body]).toEqual([200, { ...MESSAGES, role: { ...ROLE, id }, added: ["users.edit"], removed: [] }]);
    })).toEqual(["rbac.permission_changed"]);
  });

  conforms("RB10", async () => {
    const { id } = await makeRole(NAMES);
    expect(await actionsOf(async () => {
      const answer = await ask(`DELETE /api/rbac/roles/${id}/permissions`, { permission_ids: await permissionIds("users.edit") });
      expect([answer.status, answer.body]).toEqual([200, { ...MESSAGES, role: { ...ROLE, id }, added: [], removed: ["users.edit"] }]);
    })).toEqual(["rbac.permission_changed"]);
  });
});

describe("permissions", () => {
  conforms("RB11", async () => {
    const { body, status } = await ask("GET /api/rbac/permissions");
    expect([status, body]).toEqual([200, { permissions: LIST, total: body.permissions.length, count: body.permissions.length }]);
    for (const permission of body.permissions) expect(permission).toEqual(PERMISSION);
    const order = body.permissions.map(({ category, name }: { category: string; name: string }) => `${category}\n${name}`);
    expect(order).toEqual([...order].sort());
    const { category } = body.permissions.find(({ resource }: { resource: string }) => resource === "roles");
    for (const permission of (await ask(`GET /api/rbac/permissions?resource=roles&category=${encodeURIComponent(category)}`)).body.permissions) expect(permission).toMatchObject({ resource: "roles", category });
  });

  conforms("RB12", async () => {
    const name = `${newName()}.view`;
    expect(await actionsOf(async () => {
      const answer = await ask("POST /api/rbac/permissions", { name, description: "For a test" });
      const [resource = ""] = name.split(".");
      expect([answer.status, answer.body]).toEqual([201, { ...MESSAGES, permission: { ...PERMISSION, name, resource, action: "view", category: expect.stringMatching(new RegExp(resource, "i")), is_system: false } }]);
    })).toEqual(["rbac.permission_created"]);
    expect((await ask("POST /api/rbac/permissions", { name })).status).toBe(409);
    expect((await ask("POST /api/rbac/permissions", { name: "no_dot" })).status).toBe(422);
  });

  conforms("RB13", async () => {
    const [first, second] = [`${newName()}.view`, `${newName()}.view`];
    expect(await actionsOf(async () => {
      const answer = await ask("POST /api/rbac/permissions/bulk", { permissions: [{ name: first }, { name: second }, { name: "users.view" }, { name: "" }, { name: "9.9" }] });
      expect([answer.status, answer.body]).toEqual([201, { ...MESSAGES, created: 2, skipped: 3, permissions: [PERMISSION, PERMISSION], skipped_entries: LIST }]);
    })).toEqual(["rbac.permissions_created"]);
    expect((await ask("POST /api/rbac/permissions/bulk", {})).status).toBe(422);
  });

  conforms("RB14", async () => {
    const { id, name } = await makePermission();
    const answer = await ask(`GET /api/rbac/permissions/${id}`);
    const permission = { ...PERMISSION, id, name };
    expect([answer.status, answer.body]).toEqual([200, { ...permission, permission }]);
    expect((await ask(`GET /api/rbac/permissions/${newId()}`)).status).toBe(404);
  });

  conforms("RB15", async () => {
    const { id, name } = await makePermission();
    expect(await actionsOf(async () => {
      const change = { display_name: "See things", description: "All of them", category: "Things" };
      const answer = await ask(`PUT /api/rbac/permissions/${id}`, change);
      expect([answer.status, answer.body]).toMatchObject([200, { ...MESSAGES, permission: { ...PERMISSION, id, name, ...change } }]);
    })).toEqual(["rbac.permission_updated"]);
  });

  conforms("RB16", async () => {
    const { id, name } = await makePermission();
    await makeRole([name]);
    expect((await ask(`DELETE /api/rbac/permissions/${id}`)).status).toBe(409);
    expect(await actionsOf(async () => {
      const answer = await ask(`DELETE /api/rbac/permissions/${id}?force=true`);
      expect([answer.status, answer.body]).toMatchObject([200, MESSAGES]);
    })).toEqual(["rbac.permission_deleted"]);
    const [system = ""] = await permissionIds("users.view");
    expect((await ask(`DELETE /api/rbac/permissions/${system}?force=true`)).status).toBe(409);
  });
});
