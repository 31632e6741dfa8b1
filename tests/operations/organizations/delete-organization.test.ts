import { describe, expect, it } from "vitest";
import { showMe } from "@/lib/features/account/operations/show-me";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { createOrganization } from "@/lib/features/organizations/operations/create-organization";
import { deleteOrganization } from "@/lib/features/organizations/operations/delete-organization";
import { armFailpoints } from "@/lib/failpoint";
import { newId } from "@/lib/ids";
import { defaultOrganization, makeOrganization } from "../../factories/make-organization";
import { joinOrganization, makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs, type Caller } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const remove = (viewer: TestViewer, id: string) => callAs(viewer).run(deleteOrganization, { params: { organization_id: id } });
const makeOwner = (organization: { id: string }) => makeViewer([], { organization, roles: ["admin"] });
const tenantOf = async (viewer: Caller) => (await callAs(viewer).output(showMe)).tenant_id;

describe("allowed", () => {
  it("ends every membership and role, moves sessions elsewhere or nowhere, keeps the row and the trail", async () => {
    const organization = await makeOrganization("Gone");
    const home = (await defaultOrganization()).id;
    const owner = await makeOwner(organization);
    await joinOrganization(owner.user.id, home);
    const only = await makeViewer([], { organization, roles: ["manager"] });
    const elsewhere = await makeViewer();
    await joinOrganization(elsewhere.user.id, organization.id);
    const rows = await auditRowsOf(async () => {
      const { output, ctx } = await remove(owner, organization.id);
      expect(output).toMatchObject({ organization_id: organization.id, members_removed: 3, tenant_id: home });
      expect(ctx.effects.access).toBeDefined();
    });
    expect(rows).toMatchObject([
      {
        action: "organization.deleted", success: true, actor_id: owner.user.id, organization_id: organization.id, resource_type: "organization",
        resource_id: organization.id, metadata: { name: "Gone", slug: organization.slug, members_removed: 3 },
      },
    ]);
    expect([await tenantOf(owner), await tenantOf(only), await tenantOf(elsewhere)]).toEqual([home, null, home]);
    for (const viewer of [owner, only]) expect(await callAs(viewer).refusal(listUsers)).toMatchObject({ status: 403 });
    for (const table of ["memberships", "role_assignments"]) expect(await sql(`SELECT 1 FROM ${table} WHERE organization_id = $1`, [organization.id])).toEqual([]);
    expect(await oneRow("SELECT name, slug, deleted_at IS NOT NULL AS gone FROM organizations WHERE id = $1", [organization.id])).toEqual({
      name: "Gone", slug: `deleted-${organization.id}`, gone: true,
    });
    expect(await sql("SELECT 1 FROM audit_events WHERE organization_id = $1", [organization.id])).toHaveLength(1);
  });

  it("gives the slug back, and from the platform reaches all", async () => {
    const organization = await makeOrganization();
    const admin = await makeViewer(["*"], { reach: "platform" });
    expect((await remove(admin, organization.id)).error).toBeNull();
    const { output } = await callAs(admin).run(createOrganization, { input: { name: "Next", slug: "next-one" } });
    expect((await remove(admin, output?.organization_id ?? "")).error).toBeNull();
    expect((await callAs(admin).run(createOrganization, { input: { name: "Next", slug: "next-one" } })).error).toBeNull();
  });

  it("lets nothing in afterwards: a membership or role that was on its way leaves no trace", async () => {
    const organization = await makeOrganization();
    await remove(await makeOwner(organization), organization.id);
    await makeUser({ organization, roles: ["manager"] });
    for (const table of ["memberships", "role_assignments"]) expect(await sql(`SELECT 1 FROM ${table} WHERE organization_id = $1`, [organization.id])).toEqual([]);
  });

  it("a crash before the commit leaves everything as it was", async () => {
    const organization = await makeOrganization();
    const owner = await makeOwner(organization);
    armFailpoints(["organization.delete:before-commit"]);
    await rowsUnchanged(() => expect(remove(owner, organization.id)).rejects.toThrow(), ["rate_limits"]);
    expect(await tenantOf(owner)).toBe(organization.id);
  });
});

describe("conflict and not found", () => {
  it("409 for the organization that new accounts join", async () => {
    const admin = await makeViewer(["*"], { reach: "platform" });
    const rows = await auditRowsOf(async () => {
      const { error } = await rowsUnchanged(async () => remove(admin, (await defaultOrganization()).id));
      expect(error).toMatchObject({ status: 409, code: "DEFAULT_ORGANIZATION" });
    });
    expect(rows).toMatchObject([{ action: "organization.deleted", success: false, error_code: "DEFAULT_ORGANIZATION" }]);
  });

  it("404 for others, for one's own that is not active, and a second time", async () => {
    const viewer = await makeViewer(["*"]);
    const joined = await makeOrganization();
    await joinOrganization(viewer.user.id, joined.id);
    for (const { id } of [joined, await makeOrganization(), { id: newId() }]) expect((await rowsUnchanged(() => remove(viewer, id))).error).toMatchObject({ status: 404 });
    const organization = await makeOrganization();
    const admin = await makeViewer(["*"], { reach: "platform" });
    const outcomes = await Promise.all([remove(admin, organization.id), remove(admin, organization.id)]);
    expect(outcomes.map(({ error }) => error?.status ?? 200).sort()).toEqual([200, 404]);
  });
});

describe("refused and invalid", () => {
  expectRefused(deleteOrganization, {
    valid: async () => ({ params: { organization_id: (await defaultOrganization()).id } }),
    insufficient: ["organizations.edit", "organizations.view"],
  });
});
