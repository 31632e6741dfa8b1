import { beforeEach, describe, expect, it } from "vitest";
import * as exportRoute from "@/app/api/rbac/export/route";
import * as importRoute from "@/app/api/rbac/import/route";
import { checkOwnPermissions } from "@/lib/features/rbac/operations/check-own-permissions";
import { exportRbac } from "@/lib/features/rbac/operations/export-rbac";
import { importRbac } from "@/lib/features/rbac/operations/import-rbac";
import { makePermission } from "@/tests/factories/make-permission";
import { giveRole, makeRole } from "@/tests/factories/make-role";
import { makeViewer, type TestViewer } from "@/tests/factories/make-viewer";
import { armFailpoints } from "@/lib/failpoint";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { freshDatabase } from "@/tests/setup/fresh-database";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow, sql } from "@/tests/setup/sql";

let admin: TestViewer;

/** The preset's role, so that no role of the test's own stands in the export. */
const makeAdmin = () => makeViewer([], { roles: ["admin"], reach: "platform" });
const importFile = (viewer: TestViewer, input: object, query = {}) => callAs(viewer).output(importRbac, { input, query });
const exported = (viewer: TestViewer) => callAs(viewer).output(exportRbac);

beforeEach(async () => {
  await freshDatabase();
  admin = await makeAdmin();
});

const FILE = {
  permissions: [{ name: "wards.view", display_name: "See wards", description: "Their records", category: "Wards of the house" }, { name: "wards.edit" }],
  roles: [
    { name: "nurse", display_name: "Nurse", description: "On the ward", permissions: ["wards.view", { name: "users.view" }] },
    { name: "doctor", permissions: ["wards.*"] },
  ],
  role_permissions: [{ role: "nurse", permission: "wards.edit" }],
};

describe("allowed", () => {
  it("exports every role and permission, wildcards as they are, with one audit row", async () => {
    const role = await makeRole(["users.*", "audit.view"]);
    const rows = await auditRowsOf(async () => {
      const { status, body } = await http(exportRoute, { as: admin });
      expect(status).toBe(200);
      expect(body.roles[0]).toMatchObject({ name: "admin", is_system: true, permissions: ["*"] });
      expect(body.roles.find(({ id }: { id: string }) => id === role.id)).toMatchObject({ permissions: ["audit.view", "users.*"] });
      expect(body.permissions.find(({ name }: { name: string }) => name === "users.view")).toMatchObject({ resource: "users", action: "view", is_system: true });
      expect(body.role_permissions).toEqual(expect.arrayContaining([{ role: "admin", permission: "*" }, { role: role.name, permission: "users.*" }]));
    });
    expect(rows).toMatchObject([{ action: "rbac.exported", actor_id: admin.user.id, metadata: { roles: 5 } }]);
    expect(rows).toHaveLength(1);
  });

  it("creates what is missing and skips what is there, with one audit row", async () => {
    const rows = await auditRowsOf(async () => {
      const { status, body } = await http(importRoute, { as: admin, body: FILE });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        message: "The file was imported.", dry_run: false, permissions_created: 2, permissions_changed: 0, permissions_skipped: 0, roles_created: 2, roles_changed: 0, roles_skipped: 0, refused: [],
      });
    });
    expect(rows).toMatchObject([
      {
        action: "rbac.imported", actor_id: admin.user.id,
        metadata: { permissions_created: 2, roles_created: 2, refused: 0, roles: [{ name: "nurse", outcome: "created", added: ["users.view", "wards.edit", "wards.view"], removed: [] }, { name: "doctor" }] },
      },
    ]);
    expect(rows).toHaveLength(1);
    const file = await exported(admin);
    expect(file.roles.find(({ name }) => name === "doctor")).toMatchObject({ display_name: "Doctor", description: null, is_system: false, permissions: ["wards.*"] });
    expect(file.permissions.find(({ name }) => name === "wards.edit")).toMatchObject({ display_name: "Edit wards", category: "wards" });
    expect(await importFile(admin, FILE)).toMatchObject({ permissions_created: 0, permissions_skipped: 2, roles_created: 0, roles_changed: 0, roles_skipped: 2 });
  });

  it("changes what differs, and acts on a member's next request", async () => {
    await importFile(admin, FILE);
    const member = await makeViewer();
    const nurse = await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'nurse'");
    await giveRole(member.user.id, nurse.id, member.user.organizationId);
    const report = await importFile(admin, {
      permissions: [{ name: "wards.view", category: "Other" }],
      roles: [{ name: "nurse", permissions: ["wards.view"], description: null }, { name: "doctor", display_name: "Doctor" }],
    });
    expect(report).toMatchObject({
      permissions_changed: 1, roles_changed: 1, roles_skipped: 1, roles: [{ name: "nurse", outcome: "changed", added: [], removed: ["users.view", "wards.edit"] }],
    });
    const { results } = await callAs(member).output(checkOwnPermissions, { input: { permissions: ["wards.view", "users.view"] } });
    expect(results).toEqual({ "wards.view": true, "users.view": false });
    expect(await oneRow("SELECT display_name, description FROM roles WHERE name = 'nurse'")).toEqual({ display_name: "Nurse", description: null });
    expect(await oneRow("SELECT display_name, category FROM permissions WHERE name = 'wards.view'")).toEqual({ display_name: "See wards", category: "Other" });
  });

  it("a dry run tells the same and writes nothing but that it was asked", async () => {
    const rows = await auditRowsOf(async () => {
      const report = await rowsUnchanged(() => importFile(admin, FILE, { dry_run: "true" }));
      expect(report).toMatchObject({ dry_run: true, permissions_created: 2, roles_created: 2 });
      expect(report.roles).toEqual((await importFile(admin, FILE)).roles);
    });
    expect(rows.map(({ action }) => action)).toEqual(["rbac.import_previewed", "rbac.imported"]);
  });
});

describe("export, import, export", () => {
  it("is the identity where it came from, and in an installation that has nothing yet, ids included", async () => {
    await importFile(admin, FILE);
    const first = await exported(admin);
    const report = await importFile(admin, first);
    expect(report).toMatchObject({ permissions_created: 0, permissions_changed: 0, roles_created: 0, roles_changed: 0 });
    expect(await exported(admin)).toEqual(first);
    await freshDatabase();
    admin = await makeAdmin();
    expect(await importFile(admin, first)).toMatchObject({ permissions_created: 2, roles_created: 2 });
    const second = await exported(admin);
    // Those of one statement have one age, and are ordered by their ids.
    expect(second.permissions).toEqual(first.permissions);
    const sorted = <T extends { name: string }>(roles: T[]) => [...roles].sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(sorted(second.roles)).toEqual(sorted(first.roles));
    expect(new Set(second.role_permissions.map((pair) => JSON.stringify(pair)))).toEqual(new Set(first.role_permissions.map((pair) => JSON.stringify(pair))));
  });

  it("takes ten thousand permissions and a role that holds them all, in seconds", async () => {
    const permissions = Array.from({ length: 10_000 }, (_, n) => ({ name: `bulk_${n % 100}.n${n}`, display_name: `Number ${n}`, description: "A sentence that says what it opens, as an administrator reads it." }));
    const began = performance.now();
    const { status, body } = await http(importRoute, { as: admin, body: { permissions, roles: [{ name: "everything", permissions: permissions.map(({ name }) => name) }] } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ permissions_created: 10_000, roles_created: 1 });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await oneRow("SELECT count(*)::int AS count FROM role_permissions WHERE permission LIKE 'bulk%'")).toEqual({ count: 10_000 });
    const file = await exported(admin);
    expect(await importFile(admin, file)).toMatchObject({ permissions_skipped: file.permissions.length, permissions_changed: 0, roles_changed: 0 });
  });
});

describe("refused as a whole", () => {
  const refusedWith = async (viewer: TestViewer, file: object) => {
    const preview = await importFile(viewer, file, { dry_run: "true" });
    const error = await rowsUnchanged(() => callAs(viewer).refusal(importRbac, { input: file }));
    expect(error).toMatchObject({ status: 409, code: "IMPORT_REFUSED" });
    expect(error.details?.refused).toEqual(preview.refused);
    return preview.refused.map(({ name, code }) => `${name} ${code}`);
  };

  it("for one entry among good ones, each with its reason", async () => {
    const editor = await makeViewer(["rbac.import", "users.view"], { reach: "platform" });
    const own = (await oneRow<{ name: string }>("SELECT r.name FROM roles r JOIN role_assignments a ON a.role_id = r.id WHERE a.user_id = $1", [editor.user.id])).name;
    const higher = await makeRole(["users.ban"]);
    const file = {
      permissions: [{ name: "fine.view" }, { name: "other.view", is_system: true }],
      roles: [
        { name: "fine", permissions: ["users.view"] },
        { name: "too_much", permissions: ["users.view", "users.ban"] },
        { name: "wild", permissions: ["users.*"] },
        { name: "unheard", permissions: ["no.such"] },
        { name: "chosen", is_system: true },
        { name: own, permissions: [] },
        { name: higher.name, permissions: [] },
        { name: "manager", permissions: ["*"] },
        { name: "user", permissions: [] },
      ],
      role_permissions: [{ role: "absent", permission: "users.view" }],
    };
    expect(await refusedWith(editor, file)).toEqual([
      "other.view SYSTEM_OBJECT", "too_much GRANT_OUT_OF_REACH", "wild GRANT_OUT_OF_REACH", "unheard UNKNOWN_PERMISSION", "chosen SYSTEM_OBJECT",
      `${own} OWN_ROLE`, `${higher.name} ROLE_OUT_OF_REACH`, "manager SYSTEM_ROLE", "absent UNKNOWN_ROLE",
    ]);
    expect(await sql("SELECT 1 FROM roles WHERE name = 'fine' UNION SELECT 1 FROM permissions WHERE name = 'fine.view'")).toEqual([]);
  });

  it("what is new in the file is not held by whoever brings it, unless a wildcard says so", async () => {
    const file = { permissions: [{ name: "wards.view" }], roles: [{ name: "nurse", permissions: ["wards.view"] }] };
    expect(await refusedWith(await makeViewer(["rbac.import"], { reach: "platform" }), file)).toEqual(["nurse GRANT_OUT_OF_REACH"]);
    expect(await importFile(await makeViewer(["rbac.import", "wards.*"], { reach: "platform" }), file)).toMatchObject({ roles_created: 1 });
  });

  it("with an audit row of the refusal; and a crash before the commit leaves nothing", async () => {
    const rows = await auditRowsOf(() => callAs(admin).refusal(importRbac, { input: { roles: [{ name: "admin", permissions: [] }] } }));
    expect(rows).toMatchObject([{ action: "rbac.imported", success: false, error_code: "IMPORT_REFUSED" }]);
    armFailpoints(["rbac.import:before-commit"]);
    await rowsUnchanged(() => expect(importFile(admin, FILE)).rejects.toThrow());
  });

  it("never makes a system object, whatever the file says", async () => {
    await importFile(admin, { permissions: [{ name: "wards.view", is_system: false }], roles: [{ name: "nurse", is_system: false }] });
    expect(await sql("SELECT name FROM roles WHERE is_system AND name = 'nurse' UNION SELECT name FROM permissions WHERE is_system AND name = 'wards.view'")).toEqual([]);
  });

  it("403 for whoever may in one organization alone", async () => {
    expect(await rowsUnchanged(() => callAs(admin).output(exportRbac))).toHaveProperty("roles");
    const local = await makeViewer(["*"]);
    expect(await callAs(local).refusal(importRbac, { input: FILE, query: { dry_run: "true" } })).toMatchObject({ status: 403, code: "PLATFORM_ONLY" });
  });

  it("keeps an id that is free, and makes another for one that is not", async () => {
    const taken = await makePermission();
    const free = "0198c0de-0000-7000-8000-0000000000aa";
    await importFile(admin, { permissions: [{ id: taken.id, name: "one.view" }, { id: free, name: "two.view" }, { id: free, name: "three.view" }] });
    const ids = await sql<{ id: string; name: string }>("SELECT id, name FROM permissions WHERE name IN ('one.view', 'two.view', 'three.view')");
    expect(ids.filter(({ id }) => id === free).map(({ name }) => name)).toEqual(["two.view"]);
    expect(ids).toHaveLength(3);
  });
});

describe("refused and invalid", () => {
  expectRefused(exportRbac, { valid: () => ({}) });
  expectRefused(importRbac, {
    valid: () => ({ input: FILE }),
    invalidQuery: { "a dry run that is none": { dry_run: "maybe" } },
    invalid: {
      "a permission of no form": { permissions: [{ name: "users" }] },
      "a name twice": { permissions: [{ name: "a.b" }, { name: "A.B" }] },
      "a role twice": { roles: [{ name: "a" }, { name: "a" }] },
      "a grant of no form": { roles: [{ name: "a", permissions: ["users.v*"] }] },
      "a key that is none": { roles: [{ name: "a", members: [] }] },
      "a pair without its role": { role_permissions: [{ permission: "users.view" }] },
    },
  });
});
