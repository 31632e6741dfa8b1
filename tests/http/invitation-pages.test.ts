// First, because it prepares what every module of Next looks for when it is loaded.
import { postForm } from "../setup/post-form";
import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { privateHeaders } from "@/lib/edge/private-headers";
import { cancelInvitation } from "@/lib/features/invitations/operations/cancel-invitation";
import { deleteAccount } from "@/lib/features/privacy/operations/delete-account";
import { mailToken } from "../factories/mail-token";
import { makeInvitation } from "../factories/make-invitation";
import { makeSession, type TestSession } from "../factories/make-session";
import { joinOrganization, makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { inNextRequest } from "../matrix/in-next-request";
import { callAs } from "../setup/call-as";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { oneRow, sql } from "../setup/sql";
import { FIREFOX, freshAddress } from "../setup/test-context";

const PASSWORD = "nine lanterns over the harbour";
type Page = (props: { params: Promise<Record<string, string>>; searchParams: Promise<Record<string, string>> }) => Promise<ReactNode>;

const invitationPage = () => import("@/app/(auth)/invitation/page");
const invitationActions = () => import("@/app/(auth)/invitation/actions");
const restorePage = () => import("@/app/(auth)/restore/page");
const restoreActions = () => import("@/app/(auth)/restore/actions");
const exportPage = () => import("@/app/(app)/account/export/page");
const accountPage = () => import("@/app/(app)/account/page");
const privacyActions = () => import("@/app/(app)/account/privacy-actions");
const memberActions = () => import("@/app/(app)/organizations/[organization_id]/invitation-actions");

const cookiesOf = (session: TestSession) => ({ access_token: session.accessToken, refresh_token: session.refreshToken });

/** What a browser is sent before any script runs, or where it is led. */
async function open(load: () => Promise<{ default: unknown }>, search: Record<string, string> = {}, session?: TestSession) {
  const headers = {
    "user-agent": FIREFOX, [privateHeaders.path]: "/test", [privateHeaders.clientAddress]: freshAddress(),
    ...(session ? { cookie: Object.entries(cookiesOf(session)).map((pair) => pair.join("=")).join("; ") } : {}),
  };
  let html = "";
  const end = await inNextRequest(headers, async () => {
    const page = (await load()).default as Page;
    html = renderToString(await page({ params: Promise.resolve({}), searchParams: Promise.resolve(search) })).replaceAll("<!-- -->", "");
  });
  return { end, html };
}

describe("the page of an invitation", () => {
  it("shows whoever has no account what it is about, and a form; opening it changes nothing", async () => {
    const { token, organization, email, inviter } = await makeInvitation();
    const { html } = await rowsUnchanged(() => open(invitationPage, { token }), []);
    for (const part of [`Join ${organization.name}`, email, inviter.user.email, `name="token" value="${token}"`, 'name="password"', 'autoComplete="new-password"']) expect(html).toContain(part);
    const { metadata } = await invitationPage();
    expect(metadata).toMatchObject({ referrer: "same-origin", robots: { index: false } });
  });

  it("leads the owner of an account to the sign-in page and back", async () => {
    const user = await makeUser();
    const { token } = await makeInvitation({ email: user.email });
    const { html } = await open(invitationPage, { token });
    expect(html).toContain(`href="/login?return_to=${encodeURIComponent(`/invitation?token=${token}`)}"`);
    expect(html).not.toContain('name="password"');
  });

  it("lets whoever is signed in join, somebody else sign out, and a member go on", async () => {
    const user = await makeUser();
    const session = await makeSession(user);
    const { token, organization } = await makeInvitation({ email: user.email });
    expect((await open(invitationPage, { token }, session)).html).toContain(`Join ${organization.name}</`);
    const other = await makeViewer();
    const { html } = await open(invitationPage, { token }, other);
    expect(html).toContain("is for another address");
    expect(html).toContain("Sign out and continue");
    await joinOrganization(user.id, organization.id);
    expect((await open(invitationPage, { token }, session)).html).toContain(`href="/organizations/${organization.id}"`);
  });

  it("says of each link that opens nothing why, with a way forward", async () => {
    const cancelled = await makeInvitation();
    await callAs(cancelled.inviter).output(cancelInvitation, { params: { organization_id: cancelled.organization.id, invitation_id: cancelled.id } });
    const expired = await makeInvitation();
    await sql("UPDATE invitations SET expires_at = app_now() WHERE id = $1", [expired.id]);
    const used = await makeInvitation();
    await sql("UPDATE invitations SET accepted_at = app_now() WHERE id = $1", [used.id]);
    const { token: foreign } = await mailToken({ purpose: "password_reset", userId: null, address: used.email, ttlSeconds: 900 });
    const said: [string, RegExp][] = [[cancelled.token, /was withdrawn/], [expired.token, /has expired/], [used.token, /has been used/], ["A".repeat(43), /does not work/], [foreign, /of another mail/], ["nosuch", /not whole/], ["", /not whole/], ["x".repeat(5000), /not whole/]];
    for (const [token, sentence] of said) {
      const { html } = await open(invitationPage, { token });
      expect(html).toMatch(sentence);
      expect(html).toContain('href="/login"');
      expect(html).not.toContain('name="token"');
    }
  });
});

describe("the forms of invitations", () => {
  it("an account is made, signed in to, and led to the organization", async () => {
    const { token, organization } = await makeInvitation();
    const refused = await postForm(async () => (await invitationActions()).acceptAction, { token, password: "short" });
    expect(refused.state).toMatchObject({ ok: false, fields: { password: [expect.any(String)] } });
    expect(JSON.stringify(refused.state)).not.toContain(token);
    const answer = await postForm(async () => (await invitationActions()).acceptAction, { token, password: PASSWORD, first_name: "", last_name: "", username: "" });
    expect(answer.location).toBe(`/organizations/${organization.id}`);
    expect(Object.keys(answer.cookies)).toEqual(expect.arrayContaining(["access_token", "refresh_token"]));
  });

  it("signing out comes back to the link", async () => {
    const answer = await postForm(async () => (await invitationActions()).switchAccount, { token: "a/b&c" }, { cookies: cookiesOf(await makeViewer()) });
    expect(answer.location).toBe("/invitation?token=a%2Fb%26c");
  });

  it("an owner invites with the roles that were ticked, sends again and cancels", async () => {
    const { organization, inviter } = await makeInvitation();
    const cookies = cookiesOf(inviter);
    const sent = await postForm(async () => (await memberActions()).inviteAction, { organization_id: organization.id, email: "by-form@example.com", "role.manager": "on" }, { cookies });
    expect(sent.state).toMatchObject({ ok: true, message: expect.any(String) });
    const { id, roles } = await oneRow<{ id: string; roles: number }>("SELECT id, cardinality(role_ids) AS roles FROM invitations WHERE email = 'by-form@example.com'");
    expect(roles).toBe(1);
    const fields = { organization_id: organization.id, invitation_id: id };
    expect((await postForm(async () => (await memberActions()).resendAction, fields, { cookies })).state).toMatchObject({ ok: true });
    expect((await postForm(async () => (await memberActions()).cancelAction, fields, { cookies })).state).toMatchObject({ ok: true });
    expect((await postForm(async () => (await memberActions()).cancelAction, fields, { cookies })).state).toMatchObject({ ok: false, code: "INVITATION_CLOSED" });
  });
});

describe("leaving", () => {
  it("the account's page has the file and the form; the form signs out", async () => {
    const viewer = await makeViewer();
    const { html } = await open(accountPage, {}, viewer);
    expect(html).toContain('href="/account/export"');
    expect(html).toContain('name="confirm"');
    expect(html).toContain(viewer.user.username);
    const cookies = cookiesOf(viewer);
    expect((await postForm(async () => (await privacyActions()).deleteOwnAccount, { confirm: "yes" }, { cookies })).state).toMatchObject({ fields: { confirm: [expect.any(String)] }, values: { confirm: "yes" } });
    const answer = await postForm(async () => (await privacyActions()).deleteOwnAccount, { confirm: viewer.user.username }, { cookies });
    expect(answer.location).toBe("/login?notice=leaving");
    expect(answer.cookies.access_token).toMatch(/access_token=;/);
  });

  it("every page leads whoever is leaving to the way back, which keeps the account", async () => {
    const viewer = await makeViewer();
    await callAs(viewer).output(deleteAccount, { input: { confirm: viewer.user.username } });
    const session = await makeSession(viewer.user);
    expect((await open(accountPage, {}, session)).end).toMatchObject({ kind: "redirect", to: "/restore" });
    const { html } = await open(restorePage, {}, session);
    expect(html).toContain("Keep my account");
    expect(html).toContain('href="/account/export"');
    expect((await open(exportPage, {}, session)).end).toMatchObject({ kind: "redirect", to: "/api/auth/account/export" });
    const answer = await postForm(async () => (await restoreActions()).keepAction, {}, { cookies: cookiesOf(session) });
    expect(answer.location).toBe("/account?kept=1");
    expect((await open(restorePage, {}, session)).end).toMatchObject({ kind: "redirect", to: "/account" });
  });

  it("the link to the file asks first who is there, where that was a while ago", async () => {
    const viewer = await makeViewer();
    expect((await open(exportPage, {}, viewer)).end).toMatchObject({ kind: "redirect", to: "/api/auth/account/export" });
    await sql("UPDATE sessions SET auth_time = app_now() - interval '11 min' WHERE id = $1", [viewer.sessionId]);
    expect((await open(exportPage, {}, viewer)).end).toMatchObject({ kind: "redirect", to: `/reauthenticate?return_to=${encodeURIComponent("/account?export=ready#data")}` });
  });
});
