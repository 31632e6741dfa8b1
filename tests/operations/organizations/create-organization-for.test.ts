import { describe, expect, it } from "vitest";
import { createOrganizationFor } from "@/lib/features/organizations/operations/create-organization-for";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { newId } from "@/lib/ids";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const makeAdmin = () => makeViewer(["organizations.create"], { reach: "platform" });

describe("allowed", () => {
  it("makes somebody else its administrator; whoever made it is no member", async () => {
    const admin = await makeAdmin();
    const owner = await makeUser({ organization: null });
    const rows = await auditRowsOf(async () => {
      const answer = await callAs(admin).output(createOrganizationFor, { input: { name: "Theirs", slug: "theirs", owner_id: owner.id } });
      expect(answer).toMatchObject({ owner_id: owner.id, organization: { name: "Theirs", slug: "theirs", is_member: false, is_active: false, members_count: 1 } });
      expect(await sql("SELECT user_id, granted_by_id FROM role_assignments WHERE organization_id = $1", [answer.organization_id])).toEqual([
        { user_id: owner.id, granted_by_id: admin.user.id },
      ]);
    });
    expect(rows).toMatchObject([
      {
        action: "organization.created", success: true, actor_id: admin.user.id, target_user_id: owner.id, organization_id: rows[0]?.resource_id,
        resource_type: "organization", metadata: { name: "Theirs", slug: "theirs" },
      },
    ]);
    // They had no organization, so it is the active one of their next session.
    expect(await callAs(await makeSession(owner)).output(listUsers)).toMatchObject({ total: 1 });
  });
});

describe("conflict and not found", () => {
  it("403 for whoever holds everything in one organization alone", async () => {
    const local = await makeViewer(["*"]);
    const rows = await auditRowsOf(async () => {
      const error = await rowsUnchanged(() => callAs(local).refusal(createOrganizationFor, { input: { name: "Mine", owner_id: local.user.id } }));
      expect(error).toMatchObject({ status: 403, code: "ORGANIZATIONS_BY_PERMISSION" });
    });
    expect(rows).toMatchObject([{ action: "organization.created", success: false, error_code: "ORGANIZATIONS_BY_PERMISSION" }]);
  });

  it("422 for an owner who is nobody or deleted, 409 for a slug that is taken", async () => {
    const admin = await makeAdmin();
    const owner = await makeUser();
    for (const id of [newId(), (await makeUser({ deleted: true })).id]) {
      const error = await rowsUnchanged(() => callAs(admin).refusal(createOrganizationFor, { input: { name: "X", owner_id: id } }));
      expect(error).toMatchObject({ status: 422, details: { fields: { owner_id: [expect.any(String)] } } });
    }
    const taken = await rowsUnchanged(() => callAs(admin).refusal(createOrganizationFor, { input: { name: "X", slug: "default", owner_id: owner.id } }));
    expect(taken).toMatchObject({ status: 409, code: "SLUG_TAKEN" });
  });
});

describe("refused and invalid", () => {
  expectRefused(createOrganizationFor, {
    caller: makeAdmin,
    valid: async () => ({ input: { name: "Acme", slug: "acme-for", owner_id: (await makeUser()).id } }),
    insufficient: ["organizations.view", "organizations.edit", "organizations.delete"],
    invalid: { "a blank name": { name: " " }, "a slug with a space": { slug: "a b" }, "an e-mail address": { owner_id: "ada@example.com" } },
  });
});
