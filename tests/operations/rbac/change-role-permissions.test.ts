import { describe, expect, it } from "vitest";
import * as route from "@/app/api/rbac/roles/[role_id]/permissions/route";
import { addRolePermissions, removeRolePermissions, syncRolePermissions } from "@/lib/features/rbac/operations/change-role-permissions";
import { checkOwnPermissions } from "@/lib/features/rbac/operations/check-own-permissions";
import { newId } from "@/lib/ids";
import { permissionIds } from "@/tests/factories/make-permission";
import { giveRole, makeRole } from "@/tests/factories/make-role";
import { makeViewer, type TestViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { freshDatabase } from "@/tests/setup/fresh-database";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow, sql } from "@/tests/setup/sql";

const ALL = [syncRolePermissions, addRolePermissions, removeRolePermissions];
const makeAdmin = () => makeViewer(["*"], { reach: "platform" });
const makeEditor = (...more: string[]) => makeViewer(["roles.edit", ...more], { reach: "platform" });

const grantsOf = async (roleId: string) => (await sql<{ permission: string }>("SELECT permission FROM role_permissions WHERE role_id = $1 ORDER BY 1", [roleId])).map(({ permission }) => permission);

const holds = async (viewer: TestViewer, name: string) => (await callAs(viewer).output(checkOwnPermissions, { input: { permissions: [name] } })).results[name];

describe("allowed", () => {
  it("syncs to exactly the list, over HTTP, and acts on a member's next request", async () => {
    const role = await makeRole(["users.*", "audit.view"]);
    const member = await makeViewer();
    await giveRole(member.user.id, role.id, member.user.organizationId);
    expect(await holds(member, "users.ban")).toBe(true);
    const rows = await auditRowsOf(async () => {
      const { status, body } = await http(route, {
        as: await makeAdmin(), method: "PUT", params: { role_id: role.id }, path: `/api/rbac/roles/${role.id}/permissions`,
        body: { permission_ids: await permissionIds("audit.view", "users.view") },
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ added: ["users.view"], removed: ["users.*"], role: { id: role.id, grants: ["audit.view", "users.view"] } });
    });
    expect(rows).toMatchObject([
      {
        action: "rbac.permission_changed", resource_type: "role", resource_id: role.id,
        changes: { permissions: { from: ["audit.view", "users.*"], to: ["audit.view", "users.view"] } },
        metadata: { role_id: role.id, role_name: role.name, action: "sync", added: 1, removed: 1 },
      },
    ]);
    expect(rows).toHaveLength(1);
    expect(await holds(member, "users.ban")).toBe(false);
    expect(await holds(member, "users.view")).toBe(true);
  });

  it("adds and takes away, and counts what was there already for nothing", async () => {
    const admin = await makeAdmin();
    const role = await makeRole(["users.view"]);
    const params = { role_id: role.id };
    expect(await callAs(admin).output(addRolePermissions, { params, input: { permissions: ["users.view", "sessions.*"] } })).toMatchObject({ added: ["sessions.*"], removed: [] });
    const removed = await callAs(admin).output(removeRolePermissions, { params, input: { permission_ids: await permissionIds("users.view", "users.ban") } });
    expect(removed).toMatchObject({ added: [], removed: ["users.view"], role: { grants: ["sessions.*"] } });
    expect(await callAs(admin).output(syncRolePermissions, { params, input: { permission_ids: [] } })).toMatchObject({ removed: ["sessions.*"], role: { grants: [] } });
  });

  it("keeps every one of many parallel additions", async () => {
    const admin = await makeAdmin();
    const role = await makeRole([]);
    const names = ["users.view", "users.ban", "audit.view", "sessions.view", "dashboard.view", "settings.view"];
    const outcomes = await Promise.all(names.map((name) => callAs(admin).run(addRolePermissions, { params: { role_id: role.id }, input: { permissions: [name] } })));
    expect(outcomes.map(({ error }) => error)).toEqual(names.map(() => null));
    expect(await grantsOf(role.id)).toEqual([...names].sort());
  });
});

describe("refused by what one holds", () => {
  it("403 for what is added beyond it, whatever the door; nothing is written", async () => {
    const editor = await makeEditor("users.view");
    const role = await makeRole(["users.view"]);
    for (const operation of [syncRolePermissions, addRolePermissions]) {
      for (const permissions of [["users.ban"], ["users.*"], ["*"], ["users.view", "audit.view"]]) {
        const error = await rowsUnchanged(() => callAs(editor).refusal(operation, { params: { role_id: role.id }, input: { permissions } }));
        expect(error, permissions.join()).toMatchObject({ status: 403, code: "GRANT_OUT_OF_REACH" });
      }
    }
  });

  it("403 for what is held in one organization alone: a role may be given anywhere", async () => {
    const editor = await makeEditor();
    const local = await makeRole(["users.view"]);
    await giveRole(editor.user.id, local.id, editor.user.organizationId);
    const role = await makeRole([]);
    expect(await callAs(editor).refusal(addRolePermissions, { params: { role_id: role.id }, input: { permissions: ["users.view"] } })).toMatchObject({ code: "GRANT_OUT_OF_REACH" });
    for (const operation of ALL) {
      const error = await callAs(await makeViewer(["*"])).refusal(operation, { params: { role_id: role.id }, input: { permissions: [] } });
      expect(error).toMatchObject({ status: 403, code: "PLATFORM_ONLY" });
    }
  });

  it("409 for system roles and one's own, 403 for roles that hold more, 404 for none", async () => {
    const editor = await makeEditor("users.view");
    const own = await makeRole(["users.view"]);
    await giveRole(editor.user.id, own.id, null, new Date(Date.now() + 60_000));
    const { id: system } = await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'user'");
    const { id: higher } = await makeRole(["users.ban"]);
    for (const operation of ALL) {
      const refusal = (role_id: string) => rowsUnchanged(() => callAs(editor).refusal(operation, { params: { role_id }, input: { permissions: ["users.view"] } }));
      expect(await refusal(system)).toMatchObject({ status: 409, code: "SYSTEM_ROLE" });
      expect(await refusal(own.id)).toMatchObject({ status: 409, code: "OWN_ROLE" });
      expect(await refusal(higher)).toMatchObject({ status: 403, code: "ROLE_OUT_OF_REACH" });
      expect(await refusal(newId())).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
  });
});

describe("conflict", () => {
  it("409 where a wildcard would still grant what is taken away", async () => {
    const role = await makeRole(["users.*", "users.view", "audit.view"]);
    const admin = await makeAdmin();
    const input = { permissions: ["audit.view", "users.view"] };
    const error = await rowsUnchanged(() => callAs(admin).refusal(removeRolePermissions, { params: { role_id: role.id }, input }));
    expect(error).toMatchObject({ status: 409, code: "HELD_BY_WILDCARD", details: { permissions: ["users.view"] } });
    const both = await callAs(admin).output(removeRolePermissions, { params: { role_id: role.id }, input: { permissions: ["users.*", "users.view"] } });
    expect(both.role.grants).toEqual(["audit.view"]);
  });

  it("of two who take each other's `*` away at once, one stays", async () => {
    for (let round = 0; round < 5; round += 1) {
      await freshDatabase();
      const [one, two] = [await makeAdmin(), await makeAdmin()];
      const roleOf = async ({ user }: TestViewer) => (await oneRow<{ role_id: string }>("SELECT role_id FROM role_assignments WHERE user_id = $1", [user.id])).role_id;
      const [first, second] = [await roleOf(one), await roleOf(two)];
      const outcomes = await Promise.all([
        callAs(one).run(syncRolePermissions, { params: { role_id: second }, input: { permissions: [] } }),
        callAs(two).run(syncRolePermissions, { params: { role_id: first }, input: { permissions: [] } }),
      ]);
      expect(outcomes.filter(({ error }) => !error), `round ${round}`).toHaveLength(1);
      const refused = outcomes.find(({ error }) => error)?.error;
      expect([401, 403, 409]).toContain(refused?.status);
      expect([...(await grantsOf(first)), ...(await grantsOf(second))]).toEqual(["*"]);
    }
  });
});

describe("refused and invalid", () => {
  for (const operation of ALL) {
    expectRefused(operation, {
      valid: async () => ({ params: { role_id: (await makeRole([])).id }, input: { permission_ids: await permissionIds("users.view") } }),
      invalid: { "no list": { permission_ids: undefined }, "an id that is none": { permission_ids: ["1"] }, "a name of no form": { permissions: ["users"] } },
    });
  }
});
