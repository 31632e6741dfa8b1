// First, because it prepares what every module of Next looks for when it is loaded.
import { postForm } from "../setup/post-form";
import { describe, expect, it } from "vitest";
import { verifyAccessToken } from "@/lib/edge/token";
import { showMe } from "@/lib/features/account/operations/show-me";
import { makeOrganization } from "../factories/make-organization";
import { joinOrganization, makeUser } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { callAs } from "../setup/call-as";
import { HOUR, travel } from "../setup/clock";
import { oneRow, sql } from "../setup/sql";

const frame = () => import("@/app/(app)/actions");
const list = () => import("@/app/(app)/organizations/actions");
const one = () => import("@/app/(app)/organizations/[organization_id]/actions");

const cookiesOf = (viewer: TestViewer) => ({ access_token: viewer.accessToken, refresh_token: viewer.refreshToken });
const tenantOf = async (viewer: TestViewer) => (await callAs(viewer).output(showMe)).tenant_id;
const roleId = async (name: string) => (await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = $1", [name])).id;
const tokenIn = (line: string | undefined) => /^access_token=([^;]+)/.exec(line ?? "")?.[1] ?? "";

describe("the switcher", () => {
  it("sets a new access cookie, leaves the refresh cookie, and goes to the dashboard", async () => {
    const viewer = await makeViewer();
    const there = await makeOrganization();
    await joinOrganization(viewer.user.id, there.id);
    const answer = await postForm(async () => (await frame()).switchAction, { organization_id: there.id }, { cookies: cookiesOf(viewer) });
    expect([answer.status, answer.location]).toEqual([307, "/dashboard"]);
    expect(Object.keys(answer.cookies)).toEqual(["access_token"]);
    expect(await verifyAccessToken(tokenIn(answer.cookies.access_token))).toMatchObject({ ok: true, claims: { tid: there.id, sid: viewer.sessionId } });
    expect(await tenantOf(viewer)).toBe(there.id);
  });

  it("of an expired access token goes on with the one that was rotated, for the new organization", async () => {
    const viewer = await makeViewer();
    const there = await makeOrganization();
    await joinOrganization(viewer.user.id, there.id);
    await travel(HOUR);
    const answer = await postForm(async () => (await frame()).switchAction, { organization_id: there.id }, { cookies: cookiesOf(viewer) });
    expect(answer.location).toBe("/dashboard");
    expect(Object.keys(answer.cookies).sort()).toEqual(["access_token", "refresh_token"]);
    expect(await verifyAccessToken(tokenIn(answer.cookies.access_token))).toMatchObject({ ok: true, claims: { tid: there.id } });
  });

  it("says that there is nothing where one is no member", async () => {
    const viewer = await makeViewer();
    const answer = await postForm(async () => (await frame()).switchAction, { organization_id: (await makeOrganization()).id }, { cookies: cookiesOf(viewer) });
    expect(answer).toMatchObject({ location: null, state: { ok: false, code: "NOT_FOUND" } });
    expect(await tenantOf(viewer)).toBe(viewer.user.organizationId);
  });
});

describe("the forms of an organization", () => {
  it("create one, with and without switching, as a checkbox says it", async () => {
    const viewer = await makeViewer();
    for (const [fields, isSwitched] of [[{ name: "Stays" }, false], [{ name: "Goes", activate: "on" }, true]] as const) {
      const answer = await postForm(async () => (await list()).createAction, fields, { cookies: cookiesOf(viewer) });
      const id = answer.location?.split("/").at(-1);
      expect(answer.location).toBe(`/organizations/${id}`);
      expect(await tenantOf(viewer)).toBe(isSwitched ? id : viewer.user.organizationId);
    }
    const blank = await postForm(async () => (await list()).createAction, { name: " " }, { cookies: cookiesOf(viewer) });
    expect(blank.state).toMatchObject({ ok: false, fields: { name: ["This is required."] } });
  });

  it("say which roles a member holds, by a checkbox for each", async () => {
    const organization = await makeOrganization();
    const owner = await makeViewer([], { organization, roles: ["admin"] });
    const member = await makeUser({ organization, roles: ["user"] });
    const [manager, auditor] = [await roleId("manager"), await roleId("auditor")];
    const fields = { organization_id: organization.id, id: member.id, [`role.${manager}`]: "on", [`role.${auditor}`]: "on" };
    const answer = await postForm(async () => (await one()).rolesAction, fields, { cookies: cookiesOf(owner) });
    expect(answer.state).toMatchObject({ ok: true });
    const held = await sql<{ role_id: string }>("SELECT role_id FROM role_assignments WHERE user_id = $1", [member.id]);
    expect(held.map(({ role_id }) => role_id).sort()).toEqual([manager, auditor].sort());
  });

  it("add, remove, rename, leave and delete", async () => {
    const organization = await makeOrganization();
    const admin = await makeViewer(["*"], { reach: "platform" });
    const person = await makeUser();
    const organizationId = { organization_id: organization.id };
    const sent = { cookies: cookiesOf(admin) };
    for (const [name, fields] of [
      ["addAction", { user_id: person.id }],
      ["removeAction", { id: person.id }],
      ["renameAction", { name: "Renamed" }],
    ] as const) {
      const answer = await postForm(async () => (await one())[name], { ...organizationId, ...fields }, sent);
      expect(answer.state, name).toMatchObject({ ok: true, message: expect.any(String) });
    }
    expect(await oneRow("SELECT name FROM organizations WHERE id = $1", [organization.id])).toEqual({ name: "Renamed" });
    await joinOrganization(admin.user.id, organization.id);
    for (const name of ["leaveAction", "deleteAction"] as const) {
      expect((await postForm(async () => (await one())[name], organizationId, sent)).location, name).toBe("/organizations");
    }
    expect(await sql("SELECT 1 FROM organizations WHERE id = $1 AND deleted_at IS NOT NULL", [organization.id])).toHaveLength(1);
  });
});
