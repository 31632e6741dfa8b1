import { beforeAll, describe, expect } from "vitest";
import { giveRole, makeRole } from "../factories/make-role";
import { defaultOrganization } from "../factories/make-organization";
import { makeUser } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { newId } from "@/lib/ids";
import { auditRowsOf } from "../setup/audit-rows";
import { conforms } from "./conforms";
import { HELD_ROLE, LIST, MESSAGES, PAGE, PERMISSION, ROLE_SUMMARY, SUMMARY } from "./shapes";
import { send } from "./wire";

let admin: TestViewer;
beforeAll(async () => {
  admin = await makeViewer([], { roles: ["admin"], reach: "platform", password: null });
});

const NAMES = ["users.view", "users.edit"];
const newName = () => `thing_${newId().replaceAll("-", "")}`;
const ask = (line: string, body?: unknown) => send(line, { as: admin, body });
const actionsOf = async (work: () => Promise<unknown>) => (await auditRowsOf(work)).map(({ action }) => action);

describe("roles of people", () => {
  conforms("RB17", async () => {
    const viewer = await makeViewer([], { roles: ["manager"] });
    for (const as of [viewer, admin]) {
      const answer = await send(`GET /api/rbac/users/${viewer.user.id}/role`, { as });
      expect([answer.status, answer.body]).toEqual([200, { user_id: viewer.user.id, role: { ...HELD_ROLE, name: "manager" }, roles: LIST, permissions: expect.arrayContaining(["users.view"]) }]);
    }
    expect((await ask(`GET /api/rbac/users/${(await makeUser()).id}/role`)).body).toMatchObject({ role: null, permissions: [] });
    expect((await send(`GET /api/rbac/users/${viewer.user.id}/role`, { as: await makeViewer() })).status).toBe(403);
    expect((await ask(`GET /api/rbac/users/${newId()}/role`)).status).toBe(404);
  });

  conforms("RB18", async () => {
    const role = await makeRole([]);
    for (const named of [{ role: role.name }, { role_id: role.id }, { role: "user", role_id: role.id }]) {
      const { id, email } = await makeUser();
      const rows = await auditRowsOf(async () => {
        const answer = await ask(`PUT /api/rbac/users/${id}/role`, named);
        expect([answer.status, answer.body]).toMatchObject([200, { ...MESSAGES, user_id: id, role_id: role.id, user: { id, email, role_id: role.id, role_name: role.name } }]);
      });
      expect(rows).toMatchObject([{ action: "rbac.role_assigned", target_user_id: id, metadata: { role_id: role.id, role_name: role.name } }]);
    }
    const { id } = await makeUser();
    expect((await ask(`PUT /api/rbac/users/${id}/role`, { role: "nobody_has_this" })).status).toBe(404);
    expect((await ask(`PUT /api/rbac/users/${id}/role`, {})).status).toBe(422);
  });

  conforms("RB19", async () => {
    const { id } = await makeUser({ roles: ["manager"] });
    expect(await actionsOf(async () => {
      const answer = await ask(`DELETE /api/rbac/users/${id}/role`);
      expect([answer.status, answer.body]).toMatchObject([200, { ...MESSAGES, user_id: id }]);
    })).toEqual(["rbac.role_revoked"]);
    expect((await ask(`GET /api/rbac/users/${id}/role`)).body.role).toBeNull();
  });

  conforms("RB20", async () => {
    const role = await makeRole([]);
    for (const person of [await makeUser(), await makeUser()]) await giveRole(person.id, role.id, (await defaultOrganization()).id);
    const answer = await ask(`GET /api/rbac/users?role_id=${role.id}&per_page=1`);
    expect([answer.status, answer.body]).toEqual([200, { users: [{ ...SUMMARY, role_id: role.id }], ...PAGE, total: 2, count: 2, page: 1, pages: 2, per_page: 1 }]);
    expect((await ask("GET /api/rbac/users")).status).toBe(422);
    expect((await ask(`GET /api/rbac/users?role_id=${role.id}&per_page=101`)).status).toBe(422);
  });

  conforms("RB21", async () => {
    const viewer = await makeViewer([], { roles: ["manager"] });
    const answer = await send("GET /api/rbac/me", { as: viewer });
    expect([answer.status, answer.body]).toEqual([200, { user_id: viewer.user.id, role: { ...HELD_ROLE, name: "manager" }, roles: [ROLE_SUMMARY], permissions: expect.arrayContaining(["users.view"]) }]);
    expect((await send("GET /api/rbac/me", { as: await makeViewer() })).body.role).toBeNull();
  });

  conforms("RB22", async () => {
    const answer = await send("GET /api/rbac/me/permissions", { as: await makeViewer(NAMES) });
    expect([answer.status, answer.body]).toEqual([200, { permissions: expect.arrayContaining(NAMES) }]);
    expect(answer.body.permissions).toHaveLength(NAMES.length);
  });

  conforms("RB23", async () => {
    const answer = await send("POST /api/rbac/me/check", { as: await makeViewer(["users.view"]), body: { permissions: NAMES } });
    expect([answer.status, answer.body]).toEqual([200, { results: { "users.view": true, "users.edit": false } }]);
    expect((await ask("POST /api/rbac/me/check", {})).status).toBe(422);
  });
});

describe("export and import", () => {
  conforms("RB24", async () => {
    const answer = await ask("GET /api/rbac/export");
    expect([answer.status, answer.body]).toEqual([200, { roles: LIST, permissions: LIST, role_permissions: LIST }]);
    for (const role of answer.body.roles) expect(role).toEqual({ ...ROLE_SUMMARY, permissions: LIST });
    expect(answer.body.permissions[0]).toEqual(PERMISSION);
    expect(answer.body.role_permissions).toContainEqual({ role: "admin", permission: "*" });
  });

  conforms("RB25", async () => {
    const [role, permission] = [newName(), `${newName()}.view`];
    const file = { permissions: [{ name: permission }, { name: "users.view" }], roles: [{ name: role, permissions: ["users.view", { name: permission }] }], role_permissions: [{ role, permission: "users.edit" }] };
    expect(await actionsOf(async () => {
      const answer = await ask("POST /api/rbac/import", file);
      expect([answer.status, answer.body]).toMatchObject([200, { ...MESSAGES, permissions_created: 1, permissions_skipped: 1, roles_created: 1, roles_skipped: 0 }]);
    })).toEqual(["rbac.imported"]);
    expect((await ask("POST /api/rbac/import", file)).body).toMatchObject({ permissions_created: 0, roles_created: 0, roles_skipped: 1 });
    expect((await ask(`GET /api/rbac/export`)).body.roles.find(({ name }: { name: string }) => name === role).permissions.sort()).toEqual([permission, "users.edit", "users.view"].sort());
  });
});
