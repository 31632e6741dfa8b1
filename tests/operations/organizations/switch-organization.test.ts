import { describe, expect, it } from "vitest";
import { verifyAccessToken } from "@/lib/edge/token";
import { showMe } from "@/lib/features/account/operations/show-me";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { switchOrganization } from "@/lib/features/organizations/operations/switch-organization";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { giveRole } from "../../factories/make-role";
import { makeSession } from "../../factories/make-session";
import { joinOrganization } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs, type Caller } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const route = () => import("@/app/api/organizations/[organization_id]/switch/route");
const switchTo = (viewer: Caller, id: string) => callAs(viewer).run(switchOrganization, { params: { organization_id: id } });
const roleId = async (name: string) => (await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = $1", [name])).id;
const tenantOf = async (viewer: Caller) => (await callAs(viewer).output(showMe)).tenant_id;

/** A user of `default` who is a manager of another organization. */
async function managerElsewhere(): Promise<{ viewer: TestViewer; there: string }> {
  const viewer = await makeViewer([], { roles: ["user"] });
  const { id: there } = await makeOrganization("There");
  await joinOrganization(viewer.user.id, there);
  await giveRole(viewer.user.id, await roleId("manager"), there);
  return { viewer, there };
}

describe("allowed", () => {
  it("counts from the next request on, for this session and the next sign-in, not for other sessions", async () => {
    const { viewer, there } = await managerElsewhere();
    const other = await makeSession(viewer.user);
    expect(await callAs(viewer).refusal(listUsers)).toMatchObject({ status: 403 });
    const { output, ctx } = await switchTo(viewer, there);
    expect(output).toMatchObject({ message: "There is active now.", organization_id: there, tenant_id: there });
    expect(ctx.effects.session).toBeUndefined();
    expect(await callAs(viewer).output(listUsers)).toMatchObject({ total: 1 });
    expect(await tenantOf(viewer)).toBe(there);
    expect(await tenantOf(other)).toBe(viewer.user.organizationId);
    expect(await tenantOf(await makeSession(viewer.user))).toBe(there);
  });

  it("gives a new access token with the organization and its permissions; the refresh token stays", async () => {
    const { viewer, there } = await managerElsewhere();
    const answer = await http(await route(), { method: "POST", params: { organization_id: there }, as: viewer });
    expect(answer).toMatchObject({ status: 200, body: { tenant_id: there, token_type: "Bearer", expires_in: 900 } });
    expect(answer.body).not.toHaveProperty("refresh_token");
    expect(await verifyAccessToken(answer.body.access_token)).toMatchObject({
      ok: true, claims: { tid: there, sub: viewer.user.id, sid: viewer.sessionId, roles: ["manager"], perms: expect.arrayContaining(["users.view"]), amr: ["pwd"] },
    });
    expect(await callAs({ accessToken: answer.body.access_token }).output(listUsers)).toMatchObject({ total: 1 });
  });

  it("sets the access cookie alone for a browser, and keeps the token out of the body", async () => {
    const { viewer, there } = await managerElsewhere();
    const answer = await http(await route(), { method: "POST", params: { organization_id: there }, browser: true, cookies: { access_token: viewer.accessToken } });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.cookies)).toEqual(["access_token"]);
    expect(answer.cookies.access_token?.line).toMatch(/HttpOnly/);
    expect(JSON.stringify(answer.body)).not.toContain(viewer.accessToken.slice(0, 20));
    expect(answer.body).not.toHaveProperty("access_token");
  });

  it("writes into the trail of the organization switched to, and names no other", async () => {
    const { viewer, there } = await managerElsewhere();
    const rows = await auditRowsOf(() => switchTo(viewer, there));
    expect(rows).toMatchObject([
      {
        action: "organization.switched", success: true, actor_id: viewer.user.id, target_user_id: viewer.user.id, session_id: viewer.sessionId,
        organization_id: there, resource_type: "organization", resource_id: there, changes: null, metadata: null,
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain(viewer.user.organizationId);
  });

  it("to the active one changes nothing but the token", async () => {
    const viewer = await makeViewer();
    const { output } = await rowsUnchanged(() => switchTo(viewer, viewer.user.organizationId ?? ""));
    expect(output).toMatchObject({ tenant_id: viewer.user.organizationId });
  });
});

describe("not found", () => {
  it("404 where one is no member, whatever one holds on the platform, and for deleted ones", async () => {
    const there = await makeOrganization();
    const gone = await makeOrganization();
    const viewer = await makeViewer(["*"], { reach: "platform" });
    await joinOrganization(viewer.user.id, gone.id);
    await sql("UPDATE organizations SET deleted_at = app_now() WHERE id = $1", [gone.id]);
    for (const id of [there.id, gone.id, newId()]) {
      const { error } = await rowsUnchanged(() => switchTo(viewer, id));
      expect(error).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
  });

  it("does not move a session that has ended, nor somebody else's", async () => {
    const { viewer, there } = await managerElsewhere();
    await sql("UPDATE sessions SET revoked_at = app_now() WHERE id = $1", [viewer.sessionId]);
    expect((await rowsUnchanged(() => switchTo(viewer, there))).error).toMatchObject({ status: 401 });
  });
});

describe("refused and invalid", () => {
  expectRefused(switchOrganization, { valid: async () => ({ params: { organization_id: (await makeOrganization()).id } }) });
});
