// First, because it prepares what every module of Next looks for when it is loaded.
import { postForm as post } from "../setup/post-form";
import { describe, expect, it } from "vitest";
import { appCode, makeSecondFactor, wrongCode } from "../factories/make-second-factor";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";

const signIn = async () => (await import("@/app/(auth)/actions")).signIn;
const finish = async () => (await import("@/app/(auth)/mfa/actions")).finishSignIn;
const enable = async () => (await import("@/app/(app)/account/security/second-factor-actions")).enableFactor;

const valueOf = (line = "", name: string): string => new RegExp(`^${name}=([^;]*)`).exec(line)?.[1] ?? "";

describe("the form of the second step", () => {
  it("finishes what the sign-in form began, goes where that would have, and removes the cookie", async () => {
    const user = await makeUser();
    const { secret } = await makeSecondFactor(user);
    const first = await post(signIn, { identifier: user.email, password: user.password, return_to: "/account" });
    const cookies = { mfa_token: valueOf(first.cookies.mfa_token, "mfa_token") };
    const wrong = await post(finish, { code: wrongCode(secret), method: "totp", return_to: "/account" }, { cookies });
    expect(wrong.state).toMatchObject({ ok: false, code: "INVALID_MFA_CODE", fields: { code: [expect.any(String)] } });
    expect(wrong.state.values).toEqual({ method: "totp", return_to: "/account" });
    const done = await post(finish, { code: appCode(secret), method: "totp", trust_device: "true", return_to: "/account" }, { cookies });
    expect([done.status, done.location]).toEqual([307, "/account"]);
    expect(valueOf(done.cookies.access_token, "access_token")).not.toBe("");
    expect(done.cookies.mfa_token).toMatch(/Max-Age=0/);
  });

  it("without the cookie says that this sign-in is over", async () => {
    expect((await post(finish, { code: "123456", method: "totp" })).state).toMatchObject({ ok: false, code: "MFA_TOKEN_INVALID" });
  });
});

describe("the form that sets up an app", () => {
  it("answers once what is shown once", async () => {
    const viewer = await makeViewer();
    const { state } = await post(enable, { method: "totp" }, { cookies: { access_token: viewer.accessToken, refresh_token: viewer.refreshToken } });
    expect(state).toMatchObject({ ok: true, shownOnce: { method: "totp", secret: expect.stringMatching(/^[A-Z2-7]{32}$/), otpauth_url: expect.stringContaining("otpauth://totp/") } });
    expect(state.shownOnce?.recovery_codes).toHaveLength(10);
  });
});
