// First, because it prepares what every module of Next looks for when it is loaded.
import { postForm as post } from "../setup/post-form";
import { NextResponse } from "next/server";
import { describe, expect, it } from "vitest";
import { AppError, MFA_REQUIRED, UNAUTHORIZED } from "@/lib/errors";
import { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import { peekToken } from "@/lib/session/one-time-token";
import { appCode, makeSecondFactor } from "../factories/make-second-factor";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { callAs } from "../setup/call-as";
import { http } from "../setup/http";
import { sql } from "../setup/sql";
import { withEnv } from "../setup/with-env";

const signIn = async () => (await import("@/app/(auth)/actions")).signIn;

async function personWithTwoFactors() {
  const user = await makeUser();
  await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
  return user;
}

describe("a form's sign-in that needs a second factor", () => {
  it("leads to the second step with its token in a cookie that ends with it, and says it nowhere else", async () => {
    const user = await personWithTwoFactors();
    const answer = await post(signIn, { identifier: user.email, password: user.password, return_to: "/account?x=1" });
    expect([answer.status, answer.location]).toEqual([307, "/mfa?return_to=%2Faccount%3Fx%3D1"]);
    expect(Object.keys(answer.cookies)).toEqual(["mfa_token"]);
    expect(answer.cookies.mfa_token).toMatch(/^mfa_token=[\w-]{43}; Path=\/; .*Max-Age=600; HttpOnly; SameSite=lax$/i);
    const [, token = ""] = /^mfa_token=([^;]+)/.exec(answer.cookies.mfa_token ?? "") ?? [];
    expect(await peekToken("second_factor", token)).toMatchObject({ userId: user.id, payload: { amr: ["pwd"], provider: "local" } });
    expect(answer.location).not.toContain(token);
  });

  it("never leads on to another site @asvs V3.7.2", async () => {
    const user = await personWithTwoFactors();
    const answer = await post(signIn, { identifier: user.email, password: user.password, return_to: "https://evil.example" });
    expect(answer.location).toBe("/mfa?return_to=%2Fdashboard");
  });

  it("is answered to what calls the API with the token in the body and no cookie", async () => {
    const user = await personWithTwoFactors();
    const answer = await http(await import("@/app/api/auth/login/route"), { browser: true, body: { email: user.email, password: user.password } });
    expect([answer.status, answer.body.code, answer.cookies]).toEqual([401, "MFA_REQUIRED", {}]);
    expect(answer.body.details.mfa_token).toMatch(/^[\w-]{43}$/);
  });
});

describe("a sign-in that waits for its second step", () => {
  it("goes on waiting where another tab renews its session, or finds it over", async () => {
    const refreshRoute = await import("@/app/api/auth/session/refresh/route");
    const viewer = await makeViewer();
    for (const refreshToken of [viewer.refreshToken, "gone"]) {
      const answer = await http(refreshRoute, { path: "/api/auth/session/refresh", cookies: { refresh_token: refreshToken, mfa_token: "waits" }, headers: { "sec-fetch-site": "none" } });
      expect(Object.keys(answer.cookies).sort()).toEqual(["access_token", "refresh_token"]);
    }
  });

  it("is given up with a sign-out", async () => {
    const viewer = await makeViewer();
    const answer = await http(await import("@/app/api/auth/logout/route"), { browser: true, body: {}, cookies: { access_token: viewer.accessToken, mfa_token: "waits" } });
    expect(answer.cookies.mfa_token?.line).toContain("Max-Age=0");
  });
});

describe("the form of the second step, where another session is open", () => {
  const tokenOf = async ({ email, password }: { email: string; password: string }): Promise<string> =>
    /^mfa_token=([^;]+)/.exec((await post(signIn, { identifier: email, password })).cookies.mfa_token ?? "")?.[1] ?? "";
  const isOpen = async (sessionId: string) => (await sql("SELECT 1 FROM sessions WHERE id = $1 AND revoked_at IS NULL", [sessionId])).length === 1;

  it("signs in whom the first step was of, and ends the other session, whosever it is", async () => {
    const ada = await makeUser();
    const { secret } = await makeSecondFactor(ada);
    const [other, own] = [await makeViewer(), await makeSession(ada)];
    for (const [open, steps] of [[other, 0], [own, 1]] as const) {
      const cookies = { mfa_token: await tokenOf(ada), access_token: open.accessToken };
      const finish = async () => (await import("@/app/(auth)/mfa/actions")).finishSignIn;
      const answer = await post(finish, { code: appCode(secret, steps), method: "totp", return_to: "/account" }, { cookies });
      expect([answer.status, answer.location]).toEqual([307, "/account"]);
      expect(Object.keys(answer.cookies)).toEqual(expect.arrayContaining(["access_token", "mfa_token", "refresh_token"]));
      expect(await isOpen(open.sessionId)).toBe(false);
    }
    expect(await sql("SELECT amr FROM sessions WHERE user_id = $1 AND revoked_at IS NULL", [ada.id])).toEqual([{ amr: ["pwd", "otp", "mfa"] }, { amr: ["pwd", "otp", "mfa"] }]);
  });

  it("confirms nothing that is being set up there, and mails its code to whom the first step was of", async () => {
    const ada = await makeUser();
    await makeSecondFactor(ada, { app: false, email: true });
    const viewer = await makeViewer();
    const setup = await callAs(viewer).output(enableSecondFactor, { input: {} });
    const cookies = { mfa_token: await tokenOf(ada), access_token: viewer.accessToken };
    const actions = () => import("@/app/(auth)/mfa/actions");
    const refused = await post(async () => (await actions()).finishSignIn, { code: appCode(setup.secret ?? "") }, { cookies });
    expect(refused.state).toMatchObject({ ok: false, code: "INVALID_MFA_CODE" });
    expect(await sql("SELECT state FROM second_factors WHERE user_id = $1", [viewer.user.id])).toEqual([{ state: "pending" }]);
    expect((await post(async () => (await actions()).sendCode, {}, { cookies })).state).toMatchObject({ ok: true });
    expect(await sql("SELECT payload->>'to' AS recipient FROM outbox_messages WHERE payload->>'subject' LIKE 'Your code%' AND payload->>'to' = ANY($1)", [[ada.email, viewer.user.email]])).toEqual([{ recipient: ada.email }]);
  });

  it("without a sign-in that waits is refused, whoever is signed in", async () => {
    const viewer = await makeViewer();
    const { secret } = await callAs(viewer).output(enableSecondFactor, { input: {} });
    const refused = await post(async () => (await import("@/app/(auth)/mfa/actions")).finishSignIn, { code: appCode(secret ?? "") }, { cookies: { access_token: viewer.accessToken } });
    expect(refused.state).toMatchObject({ ok: false, code: "MFA_TOKEN_INVALID" });
  });
});

describe("an answer of one's own", () => {
  it("keeps the token of that refusal alone; on https no subdomain can plant it @asvs V3.3.1", async () => {
    await withEnv({ APP_URL: "https://app.example.com" }, async () => {
      const { secondStepPath, setPendingFactor } = await import("@/lib/http/pending-factor");
      const answer = NextResponse.redirect(`https://app.example.com${secondStepPath()}`);
      expect(setPendingFactor(answer.cookies, new AppError(UNAUTHORIZED))).toBe(false);
      expect(setPendingFactor(answer.cookies, new Error("no refusal"))).toBe(false);
      expect(setPendingFactor(answer.cookies, new AppError(MFA_REQUIRED, { details: { mfa_token: "t".repeat(43), methods: [], expires_in: 600 } }))).toBe(true);
      expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-mfa_token=t{43}; Path=\/; .*Max-Age=600; Secure; HttpOnly; SameSite=lax$/i)]);
      expect(answer.headers.get("location")).toBe("https://app.example.com/mfa");
    });
  });
});
