// First, because it prepares what every module of Next looks for when it is loaded.
import { lastMail } from "../setup/mailed";
import { postForm as post } from "../setup/post-form";
import { describe, expect, it } from "vitest";
import { mailToken } from "../factories/mail-token";
import { makeUser, TEST_PASSWORD, type TestUser } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { MINUTE, travel } from "../setup/clock";
import { withEnv } from "../setup/with-env";

const actions = () => import("@/app/(auth)/verification-actions");
const doors = () => import("@/app/(auth)/actions");
const asBrowser = (viewer: TestViewer) => ({ cookies: { access_token: viewer.accessToken, refresh_token: viewer.refreshToken } });
const linkOf = ({ id, email }: TestUser) => mailToken({ purpose: "email_verification", userId: id, address: email, ttlSeconds: 3600, withCode: true });

describe("the forms of a confirmation", () => {
  it("with the link and the password: confirmed, and signed in", async () => {
    const user = await makeUser({ verified: false });
    const { token } = await linkOf(user);
    const answer = await post(async () => (await actions()).confirmAddressAction, { token, email: user.email, password: TEST_PASSWORD });
    expect([answer.status, answer.location]).toEqual([307, "/dashboard"]);
    expect(Object.keys(answer.cookies)).toEqual(expect.arrayContaining(["access_token", "refresh_token"]));
  });

  it("with the code and a new password: the same", async () => {
    const user = await makeUser({ verified: false });
    const { code } = await linkOf(user);
    const answer = await post(async () => (await actions()).confirmAddressAction, { email: user.email, code, new_password: "seven harbours before noon" });
    expect([answer.status, answer.location]).toEqual([307, "/dashboard"]);
  });

  it("from a session, by the code alone", async () => {
    const viewer = await makeViewer([], { verified: false });
    const { code } = await linkOf(viewer.user);
    const answer = await post(async () => (await actions()).confirmOwnAddressAction, { code }, asBrowser(viewer));
    expect([answer.status, answer.location]).toEqual([307, "/verify-email"]);
  });

  it("a refusal stands at its field, and repeats no secret", async () => {
    const user = await makeUser({ verified: false });
    const { token } = await linkOf(user);
    const { state } = await post(async () => (await actions()).confirmAddressAction, { token, email: user.email, password: "canary-password-17" });
    expect(state).toMatchObject({ ok: false, code: "INVALID_PASSWORD", fields: { password: [expect.any(String)] }, values: { email: user.email } });
    expect(JSON.stringify(state)).not.toMatch(new RegExp(`canary|${token}`));
  });
});

describe("where addresses have to be confirmed", () => {
  it("registration leads to the page that says so, and sign-in says that it may send the mail again", async () => {
    await withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => {
      const email = "newcomer+here@example.com";
      const registered = await post(async () => (await doors()).signUp, { email, password: TEST_PASSWORD });
      expect([registered.status, registered.location, registered.cookies]).toEqual([307, `/verify-email?email=${encodeURIComponent(email)}`, {}]);
      const { state } = await post(async () => (await doors()).signIn, { identifier: email, password: TEST_PASSWORD });
      expect(state).toMatchObject({ code: "EMAIL_NOT_VERIFIED", values: { identifier: email } });
      const resent = await post(async () => (await actions()).resendAction, { email });
      expect(resent.state).toMatchObject({ ok: true, message: expect.stringContaining("on its way") });
    });
  });
});

describe("the forms of a change", () => {
  it("ask for a recent proof first; then a mail goes, its link changes the address, and the old one can take it back", async () => {
    const viewer = await makeViewer();
    const change = () => post(async () => (await actions()).changeEmailAction, { new_email: "moved.forms@example.org" }, asBrowser(viewer));
    await travel(11 * MINUTE);
    expect((await change()).state).toMatchObject({ code: "REAUTH_REQUIRED", stepUp: { methods: ["password"] } });
    await travel(-11 * MINUTE);
    expect((await change()).state).toMatchObject({ ok: true });
    const { token } = await lastMail("moved.forms@example.org", /Confirm/);
    const confirmed = await post(async () => (await actions()).confirmEmailChangeAction, { token }, asBrowser(viewer));
    expect([confirmed.status, confirmed.location]).toEqual([307, "/account/email?changed=1"]);
    const undo = (await lastMail(viewer.user.email, /was changed/)).token;
    const undone = await post(async () => (await actions()).undoEmailChangeAction, { token: undo });
    expect([undone.status, undone.location]).toEqual([307, "/undo-email-change?done=1"]);
    expect((await post(async () => (await actions()).undoEmailChangeAction, { token: undo })).state).toMatchObject({ ok: false, code: "INVALID_TOKEN" });
  });
});
