/** Random states and random requests, against the one rule: nobody ends up holding what whoever gave it did not hold. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { permits } from "@/lib/edge/permission";
import { differenceOf, type GrantChange } from "@/lib/features/rbac/change-grants";
import { planImport, type Standing } from "@/lib/features/rbac/import-plan";
import { importInput } from "@/lib/features/rbac/import-schema";
import { addRolePermissions, removeRolePermissions, syncRolePermissions } from "@/lib/features/rbac/operations/change-role-permissions";
import { cloneRole } from "@/lib/features/rbac/operations/clone-role";
import { createRole } from "@/lib/features/rbac/operations/create-role";
import { giveRoleToUser } from "@/lib/features/rbac/operations/give-role";
import { importRbac } from "@/lib/features/rbac/operations/import-rbac";
import { setPrimaryRole } from "@/lib/features/rbac/operations/set-primary-role";
import { compilePermissions } from "@/lib/access/compile-permissions";
import { newId } from "@/lib/ids";
import { makeRole } from "@/tests/factories/make-role";
import { makeUser } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { callAs } from "@/tests/setup/call-as";
import { sql } from "@/tests/setup/sql";

const NAMES = ["users.view", "users.ban", "users.*", "audit.view", "audit.*", "sessions.view", "roles.view", "rbac.admin", "rbac.*", "*"];
const some = fc.subarray(NAMES);
const ways: GrantChange[] = ["sync", "add", "remove"];

it("what is held prepared once answers as `permits` does", () => {
  const asked = fc.constantFrom(...NAMES, "roles.edit", "permissions.view", "users.", "users", "", ".*", "user.view", "rbac.export");
  fc.assert(fc.property(some, asked, (held, name) => {
    expect(compilePermissions(held)(name)).toBe(permits(held, name));
  }), { numRuns: 2000 });
});

it("a change of grants adds nothing that was not named and leaves nothing that was taken", () => {
  fc.assert(fc.property(some, some, fc.constantFrom(...ways), (held, named, by) => {
    let changed;
    try {
      changed = differenceOf(held, named, by);
    } catch {
      // Taking away what a wildcard still grants is refused.
      expect(by).toBe("remove");
      expect(named.some((name) => permits(held.filter((grant) => !named.includes(grant)), name))).toBe(true);
      return;
    }
    const after = [...held.filter((name) => !changed.removed.includes(name)), ...changed.added];
    for (const name of changed.added) expect(named).toContain(name);
    if (by === "sync") expect(after.sort()).toEqual([...named].sort());
    if (by === "remove") for (const name of named) expect(permits(after, name)).toBe(false);
  }), { numRuns: 2000 });
});

it("no plan of an import without refusals gives a role what its bringer does not hold", () => {
  const role = fc.record({ name: fc.constantFrom("one", "two", "three"), grants: some, isSystem: fc.boolean(), isOwn: fc.boolean() });
  const standing = fc.record({ roles: fc.uniqueArray(role, { selector: ({ name }) => name }), held: some });
  const wanted = fc.uniqueArray(fc.record({ name: fc.constantFrom("one", "two", "three", "four"), permissions: some }), { selector: ({ name }) => name });
  fc.assert(fc.property(standing, wanted, ({ roles, held }, entries) => {
    const now: Standing = {
      held,
      permissions: new Map(NAMES.filter((name) => !name.endsWith("*")).map((name) => [name, { id: newId(), name, display_name: name, description: null, category: "x", resource: "x", action: "x", is_system: true }])),
      roles: new Map(roles.map((entry) => [entry.name, { ...entry, id: newId(), displayName: entry.name, description: null }])),
    };
    const plan = planImport(importInput.parse({ roles: entries }), now);
    for (const { added, existing } of [...plan.roles.create, ...plan.roles.change]) {
      for (const name of added) expect(permits(held, name)).toBe(true);
      if (!existing) continue;
      expect(existing.isSystem || existing.isOwn).toBe(false);
      for (const name of existing.grants) expect(permits(held, name)).toBe(true);
    }
    expect(plan.roles.create.length + plan.roles.change.length + plan.roles.skipped + plan.refused.length).toBe(entries.length);
  }), { numRuns: 1000 });
});

const DOORS = ["create", "clone", "sync", "add", "remove", "give", "primary", "import"] as const;

it("no door gives anybody more than whoever opens it holds there", async () => {
  await fc.assert(
    fc.asyncProperty(some, some, some, fc.constantFrom(...DOORS), fc.boolean(), async (held, before, wanted, door, onPlatform) => {
      const viewer = await makeViewer(["roles.create", "roles.edit", "users.assign_role", "rbac.import", ...held], { reach: onPlatform ? "platform" : "organization", password: null });
      const mine = ["roles.create", "roles.edit", "users.assign_role", "rbac.import", ...held];
      const role = await makeRole(before);
      const person = await makeUser({ password: null });
      const name = `role_${newId().replaceAll("-", "")}`;
      const as = callAs(viewer);
      const params = { role_id: role.id };
      const outcome = await {
        create: () => as.run(createRole, { input: { name, permissions: wanted } }),
        clone: () => as.run(cloneRole, { params, input: { name } }),
        sync: () => as.run(syncRolePermissions, { params, input: { permissions: wanted } }),
        add: () => as.run(addRolePermissions, { params, input: { permissions: wanted } }),
        remove: () => as.run(removeRolePermissions, { params, input: { permissions: wanted } }),
        give: () => as.run(giveRoleToUser, { params: { id: person.id }, input: { role_id: role.id } }),
        primary: () => as.run(setPrimaryRole, { params: { id: person.id }, input: { role_id: role.id, organization_id: null } }),
        import: () => as.run(importRbac, { input: { roles: [{ name, permissions: wanted }, { name: role.name, permissions: wanted }] } }),
      }[door]();
      const grants = await sql<{ role: string; permission: string }>("SELECT r.name AS role, p.permission FROM role_permissions p JOIN roles r ON r.id = p.role_id WHERE r.name IN ($1, $2)", [name, role.name]);
      for (const { role: of, permission } of grants) {
        const isNew = of === name || !before.includes(permission);
        if (isNew) expect(onPlatform && permits(mine, permission), `${door}: ${permission}`).toBe(true);
      }
      const assigned = await sql<{ permission: string; organization_id: string | null }>(
        "SELECT p.permission, a.organization_id FROM role_assignments a JOIN role_permissions p ON p.role_id = a.role_id WHERE a.user_id = $1",
        [person.id],
      );
      for (const { permission, organization_id } of assigned) {
        expect(permits(mine, permission), `${door}: ${permission}`).toBe(true);
        expect(organization_id !== null || onPlatform, door).toBe(true);
      }
      if (outcome.error) expect([403, 409, 422]).toContain(outcome.error.status);
    }),
    { numRuns: 150 },
  );
});
