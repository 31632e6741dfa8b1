import { describe, expect, it } from "vitest";
import { showMe } from "@/lib/features/account/operations/show-me";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { leaveOrganization } from "@/lib/features/organizations/operations/leave-organization";
import { removeMember } from "@/lib/features/organizations/operations/remove-member";
import { verifyAccessToken } from "@/lib/edge/token";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { giveRole } from "../../factories/make-role";
import { makeSession } from "../../factories/make-session";
import { joinOrganization, makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs, type Caller } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const remove = (viewer: TestViewer, organizationId: string, userId: string) =>
  callAs(viewer).run(removeMember, { params: { organization_id: organizationId, id: userId } });
const leave = (viewer: TestViewer, organizationId: string) => callAs(viewer).run(leaveOrganization, { params: { organization_id: organizationId } });
const makeOwner = (organization: { id: string }) => makeViewer([], { organization, roles: ["admin"] });
const tenantOf = async (viewer: Caller) => (await callAs(viewer).output(showMe)).tenant_id;
const adminRole = async () => (await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'admin'")).id;

/** A manager of `organization` who is a user of `default` as well, with two sessions there. */
async function managerOfBoth(organization: { id: string }) {
  const viewer = await makeViewer([], { organization, roles: ["manager"] });
  const { id: home } = await oneRow<{ id: string }>("SELECT id FROM organizations WHERE slug = 'default'");
  await joinOrganization(viewer.user.id, home);
  return { viewer, home, second: await makeSession(viewer.user) };
}

describe("removing a member", () => {
  it("ends membership and roles; sessions go on elsewhere, with nothing of what was held", async () => {
    const organization = await makeOrganization();
    const owner = await makeOwner(organization);
    const { viewer, home, second } = await managerOfBoth(organization);
    expect(await callAs(second).output(listUsers)).toMatchObject({ total: 2 });
    const rows = await auditRowsOf(async () => {
      const { output } = await remove(owner, organization.id, viewer.user.id);
      expect(output).toMatchObject({ organization_id: organization.id, user_id: viewer.user.id });
    });
    expect(rows).toMatchObject([
      {
        action: "organization.member_removed", success: true, actor_id: owner.user.id, target_user_id: viewer.user.id, organization_id: organization.id,
        resource_type: "organization", resource_id: organization.id, metadata: null,
      },
    ]);
    for (const session of [viewer, second]) {
      expect(await tenantOf(session)).toBe(home);
      expect(await callAs(session).refusal(listUsers)).toMatchObject({ status: 403 });
    }
    expect(await sql("SELECT 1 FROM role_assignments WHERE user_id = $1", [viewer.user.id])).toEqual([]);
    expect(await tenantOf(await makeSession(viewer.user))).toBe(home);
  });

  it("leaves whoever belongs nowhere else without an organization, and what they hold on the platform", async () => {
    const organization = await makeOrganization();
    const owner = await makeOwner(organization);
    const viewer = await makeViewer([], { organization });
    await giveRole(viewer.user.id, await adminRole(), null);
    expect((await remove(owner, organization.id, viewer.user.id)).error).toBeNull();
    expect(await tenantOf(viewer)).toBeNull();
    expect(await callAs(viewer).output(listUsers)).toHaveProperty("users");
  });

  it("leaves ended sessions where they were: they are that organization's history", async () => {
    const organization = await makeOrganization();
    const { viewer, second } = await managerOfBoth(organization);
    await sql("UPDATE sessions SET revoked_at = app_now() WHERE id = $1", [second.sessionId]);
    await remove(await makeOwner(organization), organization.id, viewer.user.id);
    expect(await oneRow("SELECT organization_id AS id FROM sessions WHERE id = $1", [second.sessionId])).toEqual({ id: organization.id });
  });

  it("403 for somebody who holds more there, 409 for oneself and for the last administrator", async () => {
    const organization = await makeOrganization();
    const owner = await makeOwner(organization);
    const helper = await makeViewer(["organizations.edit"], { organization });
    const platform = await makeViewer(["organizations.edit", "*"], { reach: "platform" });
    expect((await rowsUnchanged(() => remove(helper, organization.id, owner.user.id))).error).toMatchObject({ status: 403, code: "MEMBER_OUT_OF_REACH" });
    expect((await rowsUnchanged(() => remove(owner, organization.id, owner.user.id))).error).toMatchObject({ status: 409, code: "CANNOT_REMOVE_SELF" });
    expect((await rowsUnchanged(() => remove(platform, organization.id, owner.user.id))).error).toMatchObject({ status: 409, code: "LAST_OWNER" });
    const second = await makeOwner(organization);
    expect((await remove(second, organization.id, owner.user.id)).error).toBeNull();
    expect(await callAs(owner).refusal(listUsers)).toMatchObject({ status: 403 });
  });

  it("404 for no members, and members of organizations out of reach", async () => {
    const [here, there] = [await makeOrganization(), await makeOrganization()];
    const owner = await makeOwner(here);
    const theirs = await makeUser({ organization: there });
    await joinOrganization(owner.user.id, there.id);
    for (const [organizationId, userId] of [[here.id, theirs.id], [here.id, newId()], [there.id, theirs.id], [newId(), theirs.id]] as const) {
      expect((await rowsUnchanged(() => remove(owner, organizationId, userId))).error).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
  });
});

describe("leaving", () => {
  it("ends one's own membership and gives a token for what is active then", async () => {
    const organization = await makeOrganization("There");
    const { viewer, home } = await managerOfBoth(organization);
    const rows = await auditRowsOf(async () => {
      const { output, ctx } = await leave(viewer, organization.id);
      expect(output).toMatchObject({ message: "You left There.", organization_id: organization.id, tenant_id: home });
      expect(await verifyAccessToken(ctx.effects.access?.accessToken ?? "")).toMatchObject({ ok: true, claims: { tid: home, perms: [], sid: viewer.sessionId } });
    });
    expect(rows).toMatchObject([
      { action: "organization.member_left", success: true, actor_id: viewer.user.id, target_user_id: viewer.user.id, organization_id: organization.id, resource_id: organization.id },
    ]);
    expect(JSON.stringify(rows)).not.toContain(home);
    expect(await tenantOf(viewer)).toBe(home);
  });

  it("changes nothing of what is active when another one is", async () => {
    const { viewer } = await managerOfBoth(await makeOrganization());
    const other = await makeOrganization();
    await joinOrganization(viewer.user.id, other.id);
    const before = await tenantOf(viewer);
    expect((await leave(viewer, other.id)).output).toMatchObject({ tenant_id: before });
    expect(await tenantOf(viewer)).toBe(before);
  });

  it("409 for the last administrator; of two who leave at once one stays; 404 where one is no member", async () => {
    const organization = await makeOrganization();
    const [one, two] = [await makeOwner(organization), await makeOwner(organization)];
    const outcomes = await Promise.all([leave(one, organization.id), leave(two, organization.id)]);
    expect(outcomes.map(({ error }) => error?.code ?? "left").sort()).toEqual(["LAST_OWNER", "left"]);
    const [gone, last] = outcomes[0]?.error ? [two, one] : [one, two];
    expect((await rowsUnchanged(() => leave(last, organization.id))).error).toMatchObject({ status: 409, code: "LAST_OWNER" });
    for (const id of [organization.id, newId()]) expect((await rowsUnchanged(() => leave(gone, id))).error).toMatchObject({ status: 404 });
  });
});

describe("refused and invalid", () => {
  const valid = async () => {
    const member = await makeUser();
    return { params: { organization_id: member.organizationId, id: member.id } };
  };
  expectRefused(removeMember, { valid, insufficient: ["organizations.view", "users.delete", "users.assign_role"] });
  expectRefused(leaveOrganization, { valid: async () => ({ params: { organization_id: (await makeOrganization()).id } }) });
});
