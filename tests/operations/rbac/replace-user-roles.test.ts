import { beforeAll, describe, expect, it } from "vitest";
import { replaceUserRoles } from "@/lib/features/rbac/operations/replace-user-roles";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { giveRole, makeRole } from "../../factories/make-role";
import { joinOrganization, makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const asAdmin = () => makeViewer(["*"], { reach: "platform" });
const heldBy = async (id: string) =>
  (await sql<{ name: string; organization_id: string | null }>("SELECT r.name, a.organization_id FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.user_id = $1 ORDER BY r.name", [id])).map(({ name, organization_id: at }) => [name, at] as const);

describe("allowed", () => {
  it("replaces all in the active organization and on the platform, keeps what stays, and writes one row", async () => {
    const admin = await asAdmin();
    const person = await makeUser({ password: null, roles: ["user", "manager"] });
    const [kept] = await sql<{ id: string }>("SELECT a.id FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.user_id = $1 AND r.name = 'manager'", [person.id]);
    const rows = await auditRowsOf(async () => {
      const { assignments, previous } = await callAs(admin).output(replaceUserRoles, { params: { id: person.id }, input: { roles: ["manager", "auditor", "manager"] } });
      expect(previous.map(({ role_name: name }) => name).sort()).toEqual(["manager", "user"]);
      expect(assignments.map(({ role_name: name }) => name).sort()).toEqual(["auditor", "manager"]);
      expect(assignments.find(({ role_name: name }) => name === "manager")?.id).toBe(kept?.id);
    });
    expect(rows).toMatchObject([{ action: "rbac.roles_replaced", actor_id: admin.user.id, target_user_id: person.id, organization_id: person.organizationId, success: true }]);
    expect(rows[0]?.changes?.roles?.to).toEqual(expect.arrayContaining(["auditor", "manager"]));
    expect(await heldBy(person.id)).toEqual([["auditor", person.organizationId], ["manager", person.organizationId]]);
  });

  it("leaves alone what is held in another organization, and on the platform for whoever does not reach it", async () => {
    const elsewhere = await makeOrganization();
    const here = await makeOrganization();
    const person = await makeUser({ password: null, organization: here });
    await joinOrganization(person.id, elsewhere.id);
    const [there, everywhere] = [await makeRole(["audit.view"]), await makeRole([])];
    await giveRole(person.id, there.id, elsewhere.id);
    await giveRole(person.id, everywhere.id, null);
    const viewer = await makeViewer(["users.*"], { organization: here });
    await callAs(viewer).output(replaceUserRoles, { params: { id: person.id }, input: { roles: ["user"] } });
    expect(await heldBy(person.id)).toEqual([[there.name, elsewhere.id], [everywhere.name, null], ["user", here.id]].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
  });

  it("leaves an administrator of an organization one of that organization, when what was read is written back", async () => {
    const organization = await makeOrganization();
    const [owner, other] = [await makeUser({ password: null, organization, roles: [] }), await makeUser({ password: null, organization, roles: [] })];
    const [admin] = await sql<{ id: string }>("SELECT id FROM roles WHERE name = 'admin'");
    for (const { id } of [owner, other]) await giveRole(id, admin?.id ?? "", organization.id);
    await callAs(await asAdmin()).output(replaceUserRoles, { params: { id: owner.id }, input: { roles: ["admin", "auditor"] } });
    expect(await heldBy(owner.id)).toEqual([["admin", organization.id], ["auditor", organization.id]]);
  });

  it("takes everything away with an empty list", async () => {
    const person = await makeUser({ password: null, roles: ["user"] });
    const { assignments } = await callAs(await asAdmin()).output(replaceUserRoles, { params: { id: person.id }, input: { roles: [] } });
    expect(assignments).toEqual([]);
  });
});

describe("refused", () => {
  let admin: Awaited<ReturnType<typeof asAdmin>>;
  beforeAll(async () => {
    admin = await asAdmin();
  });

  expectRefused(replaceUserRoles, {
    valid: async () => ({ params: { id: (await makeUser({ password: null, roles: ["user"] })).id }, input: { roles: ["user"] } }),
    invalid: { "no list": { roles: "user" }, "too many": { roles: Array.from({ length: 51 }, (_, n) => `role_${n}`) } },
  });

  it("404 for a role that there is not, with the name, and nothing changes", async () => {
    const person = await makeUser({ password: null, roles: ["user"] });
    const error = await rowsUnchanged(async () => callAs(admin).refusal(replaceUserRoles, { params: { id: person.id }, input: { roles: ["manager", "nobody"] } }));
    expect(error).toMatchObject({ status: 404, code: "ROLE_NOT_FOUND", details: { fields: { roles: ["There is no role nobody."] } } });
  });

  it("404 for nobody and for somebody of another organization", async () => {
    const stranger = await makeUser({ password: null, organization: await makeOrganization() });
    const viewer = await makeViewer(["users.assign_role"]);
    for (const id of [newId(), stranger.id]) expect(await callAs(viewer).refusal(replaceUserRoles, { params: { id }, input: { roles: [] } })).toMatchObject({ status: 404, code: "NOT_FOUND" });
  });

  it("403 for roles that one does not hold, and for somebody who holds more", async () => {
    const viewer = await makeViewer(["users.assign_role", "users.view"]);
    const person = await makeUser({ password: null, roles: ["user"] });
    const mighty = await makeUser({ password: null, roles: ["auditor"] });
    expect(await rowsUnchanged(() => callAs(viewer).refusal(replaceUserRoles, { params: { id: person.id }, input: { roles: ["auditor"] } }))).toMatchObject({ status: 403, code: "GRANT_OUT_OF_REACH" });
    expect(await rowsUnchanged(() => callAs(viewer).refusal(replaceUserRoles, { params: { id: mighty.id }, input: { roles: [] } }))).toMatchObject({ status: 403, code: "OUT_OF_REACH" });
  });

  it("409 for one's own roles, with the row of the refusal", async () => {
    const rows = await auditRowsOf(async () => {
      expect(await rowsUnchanged(() => callAs(admin).refusal(replaceUserRoles, { params: { id: admin.user.id }, input: { roles: [] } }))).toMatchObject({ status: 409, code: "CANNOT_CHANGE_OWN_ROLES" });
    });
    expect(rows).toMatchObject([{ action: "rbac.roles_replaced", success: false, error_code: "CANNOT_CHANGE_OWN_ROLES", target_user_id: admin.user.id }]);
  });
});
