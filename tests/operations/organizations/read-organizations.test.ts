import { describe, expect, it } from "vitest";
import { getOrganization } from "@/lib/features/organizations/operations/get-organization";
import { listAllOrganizations } from "@/lib/features/organizations/operations/list-all-organizations";
import { listOrganizations } from "@/lib/features/organizations/operations/list-organizations";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { joinOrganization } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { freshDatabase } from "../../setup/fresh-database";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const own = (viewer: TestViewer, query: Record<string, unknown> = {}) => callAs(viewer).output(listOrganizations, { query });
const all = (viewer: TestViewer, query: Record<string, unknown> = {}) => callAs(viewer).output(listAllOrganizations, { query });
const get = (viewer: TestViewer, id: string) => callAs(viewer).run(getOrganization, { params: { organization_id: id } });
const hide = (id: string) => sql("UPDATE organizations SET deleted_at = app_now() WHERE id = $1", [id]);

describe("one's own list", () => {
  it("shows where one is a member, with what one holds there, and which one is active", async () => {
    const there = await makeOrganization("There");
    const viewer = await makeViewer([], { roles: ["manager"] });
    await joinOrganization(viewer.user.id, there.id);
    await makeOrganization("Somebody else's");
    const { organizations, ...figures } = await own(viewer);
    expect(organizations).toMatchObject([
      { id: there.id, slug: there.slug, name: "There", is_active: false, is_member: true, is_default: false, roles: [] },
      { name: "Default", is_active: true, is_member: true, is_default: true, roles: [{ name: "manager", display_name: "Manager", expires_at: null }] },
    ]);
    expect(figures).toMatchObject({ total: 2, count: 2, page: 1, pages: 1, next_cursor: null, tenant_id: viewer.user.organizationId });
  });

  it("is searched by name and slug, wildcards taken literally, and pages by number and cursor", async () => {
    const viewer = await makeViewer([], { organization: null });
    const made = [];
    for (const name of ["One 100%", "Two", "Three"]) made.push(await makeOrganization(name));
    for (const { id } of made) await joinOrganization(viewer.user.id, id);
    expect((await own(viewer, { q: "100%" })).organizations).toMatchObject([{ name: "One 100%" }]);
    expect((await own(viewer, { q: "one_100" })).organizations).toEqual([]);
    expect((await own(viewer, { q: made[1]?.slug.toUpperCase() })).organizations).toMatchObject([{ name: "Two" }]);
    const first = await own(viewer, { per_page: "2" });
    expect(first.organizations).toHaveLength(2);
    const second = await own(viewer, { per_page: "2", cursor: first.next_cursor });
    expect([...first.organizations, ...second.organizations].map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
    expect((await own(viewer, { per_page: "2", page: "2" })).organizations).toEqual(second.organizations);
  });

  it("takes three statements, changes nothing and writes no row", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(async () => {
      const { statements } = await rowsUnchanged(() => countStatements(() => own(viewer, { q: "a" })), []);
      expect(statements).toBeLessThanOrEqual(3);
    });
    expect(rows).toEqual([]);
  });
});

describe("the list of all", () => {
  it("shows all to a platform role, the active one to a role held there, deleted ones to nobody", async () => {
    await freshDatabase();
    const there = await makeOrganization("There");
    const gone = await makeOrganization("Gone");
    await hide(gone.id);
    const platform = await makeViewer(["organizations.view"], { reach: "platform" });
    expect((await all(platform)).organizations).toMatchObject([{ id: there.id, is_member: false, roles: [] }, { slug: "default", is_member: true }]);
    expect(await all(platform, { q: "there" })).toMatchObject({ total: 1 });
    const local = await makeViewer(["*"], { organization: there });
    expect(await all(local)).toMatchObject({ total: 1, organizations: [{ id: there.id }] });
    expect(await all(local, { q: "default" })).toMatchObject({ total: 0, organizations: [] });
    expect((await own(platform)).organizations).toMatchObject([{ slug: "default" }]);
  });
});

describe("one organization", () => {
  it("is shown to its members, active or not, and to a platform role", async () => {
    const there = await makeOrganization("There");
    const member = await makeViewer();
    await joinOrganization(member.user.id, there.id);
    expect((await get(member, there.id)).output).toMatchObject({ id: there.id, name: "There", is_active: false, members_count: 1, roles: [] });
    const platform = await makeViewer(["organizations.view"], { reach: "platform" });
    expect((await get(platform, there.id)).output).toMatchObject({ id: there.id, is_member: false });
  });

  it("404 for those of others, deleted ones, and none", async () => {
    const there = await makeOrganization("There");
    const gone = await makeOrganization("Gone");
    const viewer = await makeViewer(["*"]);
    await joinOrganization(viewer.user.id, gone.id);
    await hide(gone.id);
    for (const id of [there.id, gone.id, newId()]) expect((await get(viewer, id)).error).toMatchObject({ status: 404, code: "NOT_FOUND" });
    const platform = await makeViewer(["*"], { reach: "platform" });
    expect((await get(platform, gone.id)).error).toMatchObject({ status: 404 });
  });
});

describe("refused and invalid", () => {
  const invalidQuery = { "a page of zero": { page: "0" }, "too many a page": { per_page: "101" }, "a cursor that is none": { cursor: "x" }, "a search without end": { q: "x".repeat(101) } };
  expectRefused(listOrganizations, { valid: () => ({}), invalidQuery });
  expectRefused(listAllOrganizations, { valid: () => ({}), invalidQuery, insufficient: ["organizations.edit", "users.view"] });
  expectRefused(getOrganization, { valid: async () => ({ params: { organization_id: (await makeOrganization()).id } }) });
});
