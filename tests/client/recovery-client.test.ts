/** What mailed links open, by the client: lost passwords, addresses, and signing in by mail. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { AuthClient } from "@/lib/client/auth-client";
import { createAuthClient } from "@/lib/client/create-client";
import type { MagicLinkClient } from "@/lib/client/magic-link-client";
import type { RecoveryClient } from "@/lib/client/recovery-client";
import type { VerificationClient } from "@/lib/client/verification-client";
import { requestMagicLink } from "@/lib/features/magic-link/operations/request-magic-link";
import { showMagicLink } from "@/lib/features/magic-link/operations/show-magic-link";
import { verifyMagicLink } from "@/lib/features/magic-link/operations/verify-magic-link";
import { reportSignIn } from "@/lib/features/recovery/operations/report-sign-in";
import { requestPasswordReset } from "@/lib/features/recovery/operations/request-password-reset";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { showResetLink } from "@/lib/features/recovery/operations/show-reset-link";
import { showSignInReport } from "@/lib/features/recovery/operations/show-sign-in-report";
import { changeEmail } from "@/lib/features/verification/operations/change-email";
import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import { confirmEmailChange } from "@/lib/features/verification/operations/confirm-email-change";
import { resendVerification } from "@/lib/features/verification/operations/resend-verification";
import { showConfirmation } from "@/lib/features/verification/operations/show-confirmation";
import { showEmailChange } from "@/lib/features/verification/operations/show-email-change";
import { undoEmailChange } from "@/lib/features/verification/operations/undo-email-change";
import { newAddress } from "../factories/make-invitation";
import { mailToken } from "../factories/mail-token";
import { makeUser, TEST_PASSWORD, type TestUser, type UserOptions } from "../factories/make-user";
import { lastMail } from "../setup/mailed";
import { oneRow } from "../setup/sql";
import { type Called, expectAnswer } from "./expect-answer";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

const NEW_PASSWORD = "seven harbours before noon";

let api: LoopbackApi;
beforeAll(async () => void (api = await startLoopbackApi()));
afterAll(() => api.close());

const newClient = () => createAuthClient({ apiBaseUrl: api.url });

async function signedIn(options: UserOptions = {}) {
  const [user, auth] = [await makeUser(options), newClient()];
  await auth.login(user.email, TEST_PASSWORD);
  return { user, auth };
}

const resetLink = ({ id, email }: TestUser) => mailToken({ purpose: "password_reset", userId: id, address: email, ttlSeconds: 3600, withCode: true });
const confirmation = ({ id, email }: TestUser) => mailToken({ purpose: "email_verification", userId: id, address: email, ttlSeconds: 3600, withCode: true });
const magicLink = ({ id, email }: TestUser) => mailToken({ purpose: "magic_link", userId: id, address: email, ttlSeconds: 900, withCode: true });

/** As the mail about a sign-in has it. */
async function report(user: TestUser) {
  const { id } = await oneRow<{ id: string }>("SELECT id FROM sessions WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1", [user.id]);
  const payload = { session_id: id, device: "Firefox on Linux", device_hash: null, place: null, at: new Date().toISOString() };
  return mailToken({ purpose: "sign_in_report", userId: user.id, address: user.email, ttlSeconds: 3600, payload });
}

/** Somebody whose new address waits to be confirmed. */
async function changing() {
  const [{ auth, user }, newEmail] = [await signedIn(), newAddress()];
  const answer = await auth.verification.changeEmail(newEmail, TEST_PASSWORD);
  return { auth, user, newEmail, answer, mail: await lastMail(newEmail, /Confirm/) };
}

const recovery: Record<keyof RecoveryClient, () => Promise<Called>> = {
  requestPasswordReset: async () => {
    const user = await makeUser();
    const answer = await newClient().recovery.requestPasswordReset(user.email, "/account");
    const { token } = await lastMail(user.email, /password/i);
    expect(await newClient().recovery.resetPassword({ token, new_password: NEW_PASSWORD })).toMatchObject({ redirect_url: "/account" });
    return { operation: requestPasswordReset, answer };
  },
  showResetLink: async () => ({ operation: showResetLink, answer: await newClient().recovery.showResetLink((await resetLink(await makeUser())).token) }),
  resetPassword: async () => {
    const { user, auth } = await signedIn();
    const { code } = await resetLink(user);
    const answer = await newClient().recovery.resetPassword({ email: user.email, code, new_password: NEW_PASSWORD });
    expect([answer.sessions_revoked, await auth.checkAuth()]).toEqual([1, false]);
    expect((await newClient().login(user.email, NEW_PASSWORD)).user.id).toBe(user.id);
    return { operation: resetPassword, answer };
  },
  showSignInReport: async () => {
    const { user } = await signedIn();
    return { operation: showSignInReport, answer: await newClient().recovery.showSignInReport((await report(user)).token) };
  },
  reportSignIn: async () => {
    const { user, auth } = await signedIn();
    const answer = await newClient().recovery.reportSignIn((await report(user)).token);
    expect(await auth.checkAuth()).toBe(false);
    return { operation: reportSignIn, answer };
  },
};

const verification: Record<keyof VerificationClient, () => Promise<Called>> = {
  showConfirmation: async () => ({ operation: showConfirmation, answer: await newClient().verification.showConfirmation((await confirmation(await makeUser({ verified: false }))).token) }),
  confirmEmail: async () => {
    const { user, auth } = await signedIn({ verified: false });
    const answer = await auth.verification.confirmEmail({ code: (await confirmation(user)).code });
    expect(auth.store.getSnapshot().user).toMatchObject({ id: user.id, is_verified: true });
    expect((await newClient().login(user.email, TEST_PASSWORD)).user.id).toBe(user.id);
    return { operation: confirmEmail, answer };
  },
  resendVerification: async () => {
    const { user, auth } = await signedIn({ verified: false });
    const answer = await auth.verification.resendVerification();
    expect((await lastMail(user.email, /Confirm/)).code).toMatch(/^\d{6}$/);
    return { operation: resendVerification, answer };
  },
  showEmailChange: async () => {
    const { auth, newEmail } = await changing();
    const answer = await auth.verification.showEmailChange();
    expect(answer.pending?.new_email).toBe(newEmail);
    return { operation: showEmailChange, answer };
  },
  changeEmail: async () => ({ operation: changeEmail, answer: (await changing()).answer }),
  confirmEmailChange: async () => {
    const { auth, newEmail, mail } = await changing();
    const answer = await auth.verification.confirmEmailChange({ token: mail.token });
    expect(auth.store.getSnapshot().user?.email).toBe(newEmail);
    return { operation: confirmEmailChange, answer };
  },
  undoEmailChange: async () => {
    const { auth, user, mail } = await changing();
    await auth.verification.confirmEmailChange({ code: mail.code });
    const answer = await newClient().verification.undoEmailChange((await lastMail(user.email, /address/i)).token);
    expect(await auth.checkAuth()).toBe(false);
    return { operation: undoEmailChange, answer };
  },
};

const links: Record<keyof MagicLinkClient, () => Promise<Called>> = {
  request: async () => ({ operation: requestMagicLink, answer: await newClient().magicLink.request((await makeUser()).email, "/account") }),
  show: async () => {
    const user = await makeUser();
    const answer = await newClient().magicLink.show((await magicLink(user)).token);
    expect(answer.email).toBe(user.email);
    return { operation: showMagicLink, answer };
  },
  signIn: async () => {
    const [user, auth, afterLogin] = [await makeUser(), newClient(), vi.fn()];
    auth.hooks.register("afterLogin", afterLogin);
    const answer = await auth.magicLink.signIn({ email: user.email, code: (await magicLink(user)).code });
    await expectIn(auth, user);
    expect(afterLogin).toHaveBeenCalledOnce();
    await expectIn(await byToken(user), user);
    return { operation: verifyMagicLink, answer };
  },
};

async function byToken(user: TestUser): Promise<AuthClient> {
  const auth = newClient();
  await auth.magicLink.signIn({ token: (await magicLink(user)).token });
  return auth;
}

async function expectIn(auth: AuthClient, { id }: TestUser): Promise<void> {
  expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: true, user: { id } });
  expect(await auth.checkAuth()).toBe(true);
}

describe.each([
  ["RecoveryClient", recovery],
  ["VerificationClient", verification],
  ["MagicLinkClient", links],
])("%s", (_client, calls) => {
  it.each(Object.entries<() => Promise<Called>>(calls))("%s answers as its operation declares", async (_name, call) => expectAnswer(await call()));
});

describe("links that do not work", () => {
  it("are refused with what is wrong, twice used as never made, and sign nobody in", async () => {
    const user = await makeUser();
    const { token } = await resetLink(user);
    await expect(newClient().recovery.resetPassword({ token, new_password: "short" })).rejects.toMatchObject({ code: "VALIDATION_ERROR", fields: { new_password: [expect.any(String)] } });
    await newClient().recovery.resetPassword({ token, new_password: NEW_PASSWORD });
    expect(await newClient().recovery.showResetLink(token)).toMatchObject({ is_valid: false, reason: "used" });
    await expect(newClient().recovery.resetPassword({ token, new_password: NEW_PASSWORD })).rejects.toMatchObject({ code: "INVALID_TOKEN", status: 400 });
    const auth = await byToken(user);
    await auth.logout();
    await expect(auth.magicLink.signIn({ token: "no-such-token" })).rejects.toMatchObject({ code: "INVALID_TOKEN" });
    expect(auth.store.getSnapshot().isAuthenticated).toBe(false);
  });

  it("of an address: somebody else's session changes nothing with it", async () => {
    const { mail, user } = await changing();
    const { auth: other, user: stranger } = await signedIn();
    await expect(other.verification.confirmEmailChange({ token: mail.token })).rejects.toMatchObject({ code: "INVALID_TOKEN" });
    expect([(await other.getUser()).email, stranger.id === user.id]).toEqual([stranger.email, false]);
    await expect(other.verification.changeEmail(newAddress(), "not it")).rejects.toMatchObject({ code: "INVALID_PASSWORD", fields: { current_password: [expect.any(String)] } });
  });
});
