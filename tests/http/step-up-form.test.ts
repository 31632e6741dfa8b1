// First, because it prepares what every module of Next looks for when it is loaded.
import { postForm as post } from "../setup/post-form";
import { beforeAll, describe, expect, it } from "vitest";
import { TEST_PASSWORD, makeUser } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { MINUTE, travel } from "../setup/clock";
import { oneRow } from "../setup/sql";

const actions = () => import("@/app/(auth)/reauthenticate/actions");
const remove = async () => (await import("@/app/admin/users/[id]/actions")).deleteAction;
// Half of the application is behind the forms of one page.
beforeAll(async () => void (await Promise.all([actions(), remove()])), 90_000);

const asBrowser = (viewer: TestViewer) => ({ cookies: { access_token: viewer.accessToken, refresh_token: viewer.refreshToken } });
const longAgo = async () => {
  const viewer = await makeViewer(["users.delete"], { reach: "platform" });
  await travel(11 * MINUTE);
  return viewer;
};

describe("a form that needs a recent proof", () => {
  it("says by what it can be given, and where without a script; then it goes through", async () => {
    const viewer = await longAgo();
    const { id } = await makeUser();
    const { state } = await post(remove, { id }, asBrowser(viewer));
    expect(state).toMatchObject({ ok: false, code: "REAUTH_REQUIRED", stepUp: { methods: ["password"], href: `/reauthenticate?return_to=${encodeURIComponent("/")}` } });
    const proven = await post(async () => (await actions()).confirmIdentity, { password: TEST_PASSWORD }, asBrowser(viewer));
    expect(proven.state).toMatchObject({ ok: true });
    expect(Object.keys(proven.cookies)).toEqual(["access_token"]);
    expect((await post(remove, { id }, asBrowser(viewer))).state).toMatchObject({ ok: true, message: "The account was deleted." });
  });

  it("on the page of its own: back to where one was, and to no other site", async () => {
    const confirm = async () => (await actions()).confirmAndReturn;
    for (const [wanted, expected] of [["/admin/users?page=2", "/admin/users?page=2&confirmed=1"], ["/account?export=ready#data", "/account?export=ready&confirmed=1#data"], ["https://evil.example", "/dashboard?confirmed=1"]] as const) {
      const answer = await post(confirm, { password: TEST_PASSWORD, return_to: wanted }, asBrowser(await longAgo()));
      expect([answer.status, answer.location]).toEqual([307, expected]);
    }
  });

  it("shows why a proof was refused, and keeps nothing of it", async () => {
    const { state } = await post(async () => (await actions()).confirmIdentity, { password: "canary-password-17" }, asBrowser(await longAgo()));
    expect(state).toMatchObject({ ok: false, code: "PROOF_REFUSED", fields: { password: ["This is not your password."] } });
    expect(JSON.stringify(state)).not.toContain("canary-password-17");
  });

  it("mails a code to whoever has nothing else", async () => {
    const viewer = await makeViewer([], { password: null });
    const { state } = await post(async () => (await actions()).sendProof, {}, asBrowser(viewer));
    expect(state).toMatchObject({ ok: true, message: "We sent a code to the address of your account." });
    expect(await oneRow("SELECT count(*)::int AS mails FROM outbox_messages WHERE payload->>'to' = $1", [viewer.user.email])).toEqual({ mails: 1 });
  });
});

it("the forms for roles give none that nobody chose, and one keeps the rest of what was typed", async () => {
  const viewer = await makeViewer(["users.assign_role"], { reach: "platform" });
  const { id } = await makeUser();
  const give = async () => (await import("@/app/admin/users/[id]/role-actions")).giveRoleAction;
  const { state } = await post(give, { id, role_id: "", place: "platform", expires_on: "2099-12-31" }, asBrowser(viewer));
  expect(state).toMatchObject({ ok: false, fields: { role_id: ["Choose a role."] }, values: { place: "platform", expires_on: "2099-12-31" } });
  const many = await post(async () => (await import("@/app/admin/users/actions")).bulkAction, { ids: id, action: "assign_role", role_id: "" }, asBrowser(viewer));
  expect(many.state).toMatchObject({ ok: false, message: "Choose the role to give." });
  expect(await oneRow("SELECT count(*)::int AS held FROM role_assignments WHERE user_id = $1 AND granted_by_id = $2", [id, viewer.user.id])).toEqual({ held: 0 });
});
