import { describe, expect, it } from "vitest";
import { renameOrganization } from "@/lib/features/organizations/operations/rename-organization";
import { newId } from "@/lib/ids";
import { defaultOrganization, makeOrganization } from "../../factories/make-organization";
import { joinOrganization } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const rename = (viewer: TestViewer, id: string, name = "New name") => callAs(viewer).run(renameOrganization, { params: { organization_id: id }, input: { name } });

describe("allowed", () => {
  it("changes the name, keeps the slug, and says what it was", async () => {
    const organization = await makeOrganization("Old name");
    const viewer = await makeViewer(["organizations.edit"], { organization });
    const rows = await auditRowsOf(async () => expect((await rename(viewer, organization.id)).output).toMatchObject({ organization: { name: "New name", slug: organization.slug } }));
    expect(rows).toMatchObject([
      {
        action: "organization.renamed", success: true, actor_id: viewer.user.id, organization_id: organization.id,
        resource_type: "organization", resource_id: organization.id, changes: { name: { from: "Old name", to: "New name" } },
      },
    ]);
    expect(rows).toHaveLength(1);
    expect(await oneRow("SELECT name, updated_at > created_at AS touched FROM organizations WHERE id = $1", [organization.id])).toEqual({ name: "New name", touched: true });
  });

  it("reaches every organization from the platform; its row stands in the renamed one's trail", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["organizations.edit"], { reach: "platform" });
    const rows = await auditRowsOf(() => rename(viewer, organization.id));
    expect(rows).toMatchObject([{ success: true, organization_id: organization.id }]);
  });
});

describe("not found", () => {
  it("404 for others, for one's own that is not active, for deleted ones and none", async () => {
    const viewer = await makeViewer(["*"]);
    const joined = await makeOrganization();
    await joinOrganization(viewer.user.id, joined.id);
    const gone = await makeOrganization();
    await sql("UPDATE organizations SET deleted_at = app_now() WHERE id = $1", [gone.id]);
    const others = [await makeOrganization(), joined, gone, { id: newId() }];
    for (const { id } of others) expect((await rowsUnchanged(() => rename(viewer, id))).error).toMatchObject({ status: 404, code: "NOT_FOUND" });
    const platform = await makeViewer(["*"], { reach: "platform" });
    expect((await rename(platform, gone.id)).error).toMatchObject({ status: 404 });
  });
});

describe("refused and invalid", () => {
  expectRefused(renameOrganization, {
    valid: async () => ({ params: { organization_id: (await defaultOrganization()).id }, input: { name: "Default" } }),
    insufficient: ["organizations.view", "users.edit"],
    invalid: { "a blank name": { name: " " }, "a name without end": { name: "x".repeat(101) }, "a slug": { slug: "other" } },
  });
});
