import { describe, expect, it } from "vitest";
import { updateRole } from "@/lib/features/rbac/operations/update-role";
import { newId } from "@/lib/ids";
import { giveRole, makeRole } from "@/tests/factories/make-role";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow } from "@/tests/setup/sql";

const makeEditor = (...more: string[]) => makeViewer(["roles.edit", ...more], { reach: "platform" });

describe("allowed", () => {
  it("changes what is given and nothing else, and says what differs", async () => {
    const role = await makeRole([]);
    const viewer = await makeEditor();
    const rows = await auditRowsOf(async () => {
      const output = await callAs(viewer).output(updateRole, { params: { role_id: role.id }, input: { display_name: "Nurse", name: "another" } });
      expect(output).toMatchObject({ role: { name: role.name, display_name: "Nurse", description: null }, changes: { display_name: { from: "Test role", to: "Nurse" } } });
      expect(output.changes).not.toHaveProperty("description");
    });
    expect(rows).toMatchObject([
      { action: "rbac.role_updated", resource_type: "role", resource_id: role.id, changes: { display_name: { from: "Test role", to: "Nurse" } }, metadata: { role_name: role.name } },
    ]);
    expect(rows).toHaveLength(1);
    const again = await callAs(viewer).output(updateRole, { params: { role_id: role.id }, input: { description: "On the ward" } });
    expect(again).toMatchObject({ role: { display_name: "Nurse", description: "On the ward" } });
    expect((await callAs(viewer).output(updateRole, { params: { role_id: role.id }, input: { description: "" } })).role.description).toBeNull();
  });
});

describe("conflict and refusal", () => {
  it("409 for a system role and for one's own, 403 for one that holds more and from one organization, 404 for none", async () => {
    const editor = await makeEditor("users.view");
    const own = await makeRole([]);
    await giveRole(editor.user.id, own.id, editor.user.organizationId);
    const { id: system } = await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'user'");
    const higher = await makeRole(["users.ban"]);
    const cases = [
      [system, 409, "SYSTEM_ROLE"],
      [own.id, 409, "OWN_ROLE"],
      [higher.id, 403, "ROLE_OUT_OF_REACH"],
      [newId(), 404, "NOT_FOUND"],
    ] as const;
    for (const [role_id, status, code] of cases) {
      const rows = await auditRowsOf(async () => {
        const error = await rowsUnchanged(() => callAs(editor).refusal(updateRole, { params: { role_id }, input: { display_name: "Mine" } }));
        expect(error).toMatchObject({ status, code });
      });
      expect(rows).toMatchObject([{ action: "rbac.role_updated", success: false, error_code: code, target_user_id: null }]);
    }
    const local = await makeViewer(["*"]);
    expect(await callAs(local).refusal(updateRole, { params: { role_id: higher.id }, input: { display_name: "Mine" } })).toMatchObject({ status: 403, code: "PLATFORM_ONLY" });
  });
});

describe("refused and invalid", () => {
  expectRefused(updateRole, {
    valid: async () => ({ params: { role_id: (await makeRole([])).id }, input: { display_name: "A role", description: "For tests" } }),
    invalid: { "an empty display name": { display_name: "" }, "a description without end": { description: "x".repeat(256) }, "a system role": { is_system: true } },
  });
});
