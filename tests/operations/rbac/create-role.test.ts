import { describe, expect, it } from "vitest";
import * as rolesRoute from "@/app/api/rbac/roles/route";
import { cloneRole } from "@/lib/features/rbac/operations/clone-role";
import { createRole } from "@/lib/features/rbac/operations/create-role";
import { newId } from "@/lib/ids";
import { permissionIds } from "@/tests/factories/make-permission";
import { makeRole } from "@/tests/factories/make-role";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow } from "@/tests/setup/sql";

const freshName = () => `role_${newId().replaceAll("-", "")}`;
const makeCreator = (...more: string[]) => makeViewer(["roles.create", ...more], { reach: "platform" });
const makeAdmin = () => makeViewer(["*"], { reach: "platform" });

describe("allowed", () => {
  it("makes a role that holds what its maker holds, with one audit row", async () => {
    const viewer = await makeCreator("users.view", "audit.*");
    const name = freshName();
    const rows = await auditRowsOf(async () => {
      const { status, body } = await http(rolesRoute, {
        as: viewer,
        body: { name: name.toUpperCase(), permission_ids: await permissionIds("users.view"), permissions: ["audit.*", "users.view"], is_system: false },
      });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        message: "The role was created.",
        role: { name, display_name: expect.stringMatching(/^Role /), description: null, is_system: false, grants: ["audit.*", "users.view"], users_count: 0 },
      });
    });
    const role = await oneRow("SELECT id, is_system FROM roles WHERE name = $1", [name]);
    expect(role.is_system).toBe(false);
    expect(rows).toMatchObject([
      {
        action: "rbac.role_created", success: true, actor_id: viewer.user.id, resource_type: "role", resource_id: role.id, target_user_id: null,
        metadata: { role_id: role.id, role_name: name, permissions: ["audit.*", "users.view"] },
      },
    ]);
    expect(rows).toHaveLength(1);
  });

  it.each(["name", "new_name"])("clones with `%s`, description included", async (field) => {
    const source = await makeRole(["users.view", "users.ban"]);
    const name = freshName();
    const rows = await auditRowsOf(async () => {
      const { role } = await callAs(await makeAdmin()).output(cloneRole, { params: { role_id: source.id }, input: { [field]: name, display_name: "The copy" } });
      expect(role).toMatchObject({ name, display_name: "The copy", grants: ["users.ban", "users.view"], is_system: false });
    });
    expect(rows).toMatchObject([{ action: "rbac.role_created", metadata: { role_name: name, cloned_from: source.id } }]);
    expect(rows).toHaveLength(1);
  });

  it("clones a system role into one that is none", async () => {
    const { id } = await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'manager'");
    const { role } = await callAs(await makeAdmin()).output(cloneRole, { params: { role_id: id }, input: { name: freshName(), new_name: undefined } });
    expect(role).toMatchObject({ is_system: false, description: "Looks after people and their sessions" });
  });
});

describe("refused by what one holds", () => {
  it("403 for a permission that its maker does not hold on the platform, by id, by name and by wildcard", async () => {
    const viewer = await makeViewer(["roles.create", "users.view"], { reach: "platform" });
    for (const input of [{ permission_ids: await permissionIds("users.ban") }, { permissions: ["users.ban"] }, { permissions: ["users.*"] }, { permissions: ["*"] }, { permissions: ["users.view", "rbac.admin"] }]) {
      const rows = await auditRowsOf(async () => {
        const error = await rowsUnchanged(() => callAs(viewer).refusal(createRole, { input: { name: freshName(), ...input } }));
        expect(error, JSON.stringify(input)).toMatchObject({ status: 403, code: "GRANT_OUT_OF_REACH" });
      });
      expect(rows).toMatchObject([{ action: "rbac.role_created", success: false, error_code: "GRANT_OUT_OF_REACH" }]);
    }
  });

  it("403 for whoever holds everything in one organization alone", async () => {
    const viewer = await makeViewer(["*"]);
    const source = await makeRole([]);
    expect(await rowsUnchanged(() => callAs(viewer).refusal(createRole, { input: { name: freshName() } }))).toMatchObject({ status: 403, code: "PLATFORM_ONLY" });
    expect(await callAs(viewer).refusal(cloneRole, { params: { role_id: source.id }, input: { name: freshName() } })).toMatchObject({ status: 403, code: "PLATFORM_ONLY" });
  });

  it("403 for the clone of a role that holds more", async () => {
    const source = await makeRole(["users.view", "users.ban"]);
    const viewer = await makeCreator("users.view");
    const error = await rowsUnchanged(() => callAs(viewer).refusal(cloneRole, { params: { role_id: source.id }, input: { name: freshName() } }));
    expect(error).toMatchObject({ status: 403, code: "GRANT_OUT_OF_REACH" });
  });
});

describe("not found or conflict", () => {
  it("409 for a name that is taken, in any case, and of many at once one wins", async () => {
    const viewer = await makeCreator();
    const name = freshName();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => callAs(viewer).run(createRole, { input: { name } })));
    expect(outcomes.filter(({ error }) => !error)).toHaveLength(1);
    expect(outcomes.flatMap(({ error }) => (error ? [`${error.status} ${error.code}`] : []))).toEqual(Array(7).fill("409 ROLE_NAME_TAKEN"));
    expect(await callAs(viewer).refusal(createRole, { input: { name: "ADMIN" } })).toMatchObject({ status: 409, code: "ROLE_NAME_TAKEN" });
    const source = await makeRole([]);
    expect(await callAs(viewer).refusal(cloneRole, { params: { role_id: source.id }, input: { name } })).toMatchObject({ status: 409, code: "ROLE_NAME_TAKEN" });
  });

  it("404 for the clone of nothing; 422 for permissions that are not there", async () => {
    const viewer = await makeAdmin();
    expect(await callAs(viewer).refusal(cloneRole, { params: { role_id: newId() }, input: { name: freshName() } })).toMatchObject({ status: 404 });
    const id = newId();
    const error = await callAs(viewer).refusal(createRole, { input: { name: freshName(), permission_ids: [id], permissions: ["no.such"] } });
    expect(error).toMatchObject({ status: 422, details: { fields: { permission_ids: [`There is no permission ${id}.`], permissions: ["There is no permission no.such."] } } });
  });
});

const NAMES = {
  "a name with a space": { name: "two words" },
  "a name that begins with a digit": { name: "1st" },
  "a name without end": { name: "x".repeat(81) },
  "an empty display name": { display_name: " " },
  "a description without end": { description: "x".repeat(256) },
};

describe("refused and invalid", () => {
  expectRefused(createRole, {
    valid: () => ({ input: { name: freshName(), display_name: "A role", description: "For tests" } }),
    invalid: { ...NAMES, "a system role": { is_system: true }, "a grant of no form": { permissions: ["users"] }, "half a wildcard": { permissions: ["users.v*"] }, "an id that is none": { permission_ids: ["1"] } },
  });
  expectRefused(cloneRole, {
    valid: async () => ({ params: { role_id: (await makeRole([])).id }, input: { name: freshName(), display_name: "A role" } }),
    invalid: { ...NAMES, "two names": { new_name: "another" }, "no name": { name: undefined } },
  });
});
