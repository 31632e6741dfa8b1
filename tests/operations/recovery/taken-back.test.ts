/** Whoever takes an account back ends everything that somebody else may have begun with it. */
import { describe, expect, it } from "vitest";
import { prisma } from "@/lib/db";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { login } from "@/lib/features/auth/operations/login";
import { refreshToken } from "@/lib/features/auth/operations/refresh-token";
import { findPersonAtDoor } from "@/lib/features/auth/person-at-door";
import { connectProvider } from "@/lib/features/connections/operations/connect-provider";
import { verifyMagicLink } from "@/lib/features/magic-link/operations/verify-magic-link";
import { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { beginRegistration } from "@/lib/features/passkeys/operations/begin-registration";
import { registerPasskey } from "@/lib/features/passkeys/operations/register-passkey";
import { deleteAccount } from "@/lib/features/privacy/operations/delete-account";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { changeEmail } from "@/lib/features/verification/operations/change-email";
import { confirmEmailChange } from "@/lib/features/verification/operations/confirm-email-change";
import { undoEmailChange } from "@/lib/features/verification/operations/undo-email-change";
import { claimToken, issueToken, newToken, type Purpose } from "@/lib/session/one-time-token";
import { mailToken } from "../../factories/mail-token";
import { appCode, makeSecondFactor } from "../../factories/make-second-factor";
import { makeSession } from "../../factories/make-session";
import { makeUser, type TestUser } from "../../factories/make-user";
import { BROWSER } from "../../factories/register-passkey";
import { callAs } from "../../setup/call-as";
import { SECOND, travel } from "../../setup/clock";
import { lastMail } from "../../setup/mailed";
import { oneRow, sql } from "../../setup/sql";
import { VirtualAuthenticator } from "../../setup/virtual-authenticator";
import { firstStep, secondStep } from "../mfa/second-step";
import { NEW } from "./resets";
import { WAYS } from "./taking-back";

/** Begins something with an account. @returns how it is finished: whether that worked */
type Begin = (user: TestUser) => Promise<() => Promise<boolean>>;

const worked = async (run: Promise<{ error: unknown }>): Promise<boolean> => (await run).error === null;
const linkOf = (user: TestUser, purpose: Purpose) => mailToken({ purpose, userId: user.id, address: user.email, ttlSeconds: 900, withCode: true });
/** Of the same account: a session that has ended would be refused for itself. */
const anew = async (user: TestUser, options?: Parameters<typeof callAs>[1]) => callAs(await makeSession(user), options);

let subjects = 0;
const identity = () => ({ provider: "google" as const, subject: `subject-${(subjects += 1)}`, email: null, isEmailVerified: false, firstName: null, lastName: null });

const PENDING: Record<string, Begin> = {
  "a session": async (user) => {
    const session = await makeSession(user);
    return () => worked(callAs(session).run(showAccount));
  },
  "a refresh token": async (user) => {
    const session = await makeSession(user);
    return () => worked(callAs(null).run(refreshToken, { input: { refresh_token: session.refreshToken } }));
  },
  "another address": async (user) => {
    const wanted = `wanted-${user.email}`;
    await (await anew(user)).output(changeEmail, { input: { new_email: wanted } });
    const { token } = await lastMail(wanted);
    return async () => worked((await anew(user)).run(confirmEmailChange, { input: { token } }));
  },
  "a link to choose a password": async (user) => {
    const { token } = await linkOf(user, "password_reset");
    return () => worked(callAs(null).run(resetPassword, { input: { token, new_password: `${NEW} anew` } }));
  },
  "a code to choose a password": async (user) => {
    const { code } = await linkOf(user, "password_reset");
    return () => worked(callAs(null).run(resetPassword, { input: { email: user.email, code, new_password: `${NEW} anew` } }));
  },
  "a link to sign in with": async (user) => {
    const { token } = await linkOf(user, "magic_link");
    return () => worked(callAs(null).run(verifyMagicLink, { input: { token } }));
  },
  "a sign-in that waits for its second step": async (user) => {
    const { secret } = await makeSecondFactor(user);
    const token = await firstStep(user);
    return () => worked(secondStep(token, appCode(secret)));
  },
  "the setup of an app": async (user) => {
    const { secret } = await (await anew(user)).output(enableSecondFactor, { input: {} });
    return async () => worked((await anew(user)).run(verifySecondFactor, { input: { code: appCode(secret ?? "") } }));
  },
  "recovery codes of a setup": async (user) => {
    await (await anew(user)).output(enableSecondFactor, { input: {} });
    return async () => (await sql("SELECT 1 FROM recovery_codes WHERE user_id = $1", [user.id])).length > 0;
  },
  "a trusted device": async (user) => {
    const { secret } = await makeSecondFactor(user);
    const { ctx } = await secondStep(await firstStep(user), appCode(secret), { trust_device: true, options: { kind: "action" } });
    return async () => (await findPersonAtDoor(user.id, ctx.effects.deviceToken ?? ""))?.isTrustedDevice ?? false;
  },
  "a passkey": async (user) => {
    const authenticator = new VirtualAuthenticator();
    const { options } = await (await anew(user, { deviceCookie: BROWSER })).output(beginRegistration, { input: {} });
    return async () => worked((await anew(user, { deviceCookie: BROWSER })).run(registerPasskey, { input: { attestation: authenticator.create(options) } }));
  },
  "a provider that is being connected": async (user) => {
    const session = await makeSession(user);
    return () => worked(callAs(session).run(connectProvider, { input: { identity: identity(), tokens: { accessToken: null, scope: null, expiresAt: null } } }));
  },
  "a proof of who is there": async (user) => {
    const session = await makeSession(user);
    return () => worked(callAs(session).run(enableSecondFactor, { input: {} }));
  },
};

describe.each(WAYS)("taken back by $name", ({ begin, keepsProtections }) => {
  it.each(Object.entries(PENDING))("%s works before, and not after", async (_kind, prepare) => {
    const before = await begin();
    expect(await (await prepare(before.user))(), "the control").toBe(true);
    const after = await begin();
    const finish = await prepare(after.user);
    await after.takeBack();
    expect(await finish()).toBe(false);
  });

  it.each<Purpose>([
    "email_verification", "email_change", "password_reset", "magic_link", "second_factor", "second_factor_code", "passkey_challenge", "reauthentication", "authorization_code",
    "email_change_undo", "sign_in_report", "invitation",
  ])("no token for %s is good any more, but those that are the owner's protection, or that others have sent", async (purpose) => {
    const { user, takeBack } = await begin();
    const issued = newToken({ purpose, userId: user.id, address: user.email, ttlSeconds: 900 });
    // Beside the link by which the owner comes.
    await issueToken(prisma, issued, { replaces: false });
    await takeBack();
    const stays = purpose === "invitation" || (keepsProtections && ["email_change_undo", "sign_in_report"].includes(purpose));
    expect((await claimToken(purpose, issued.token)) !== null).toBe(stays);
  });
});

describe("an end that was planned for the account", () => {
  it.each(WAYS.filter(({ keepsProtections }) => !keepsProtections))("is off with $name; the mail about a new password leaves it to the owner", async ({ begin }) => {
    const { user, takeBack } = await begin();
    await callAs(await makeSession(user)).output(deleteAccount, { input: { confirm: user.email } });
    await takeBack();
    expect(await oneRow("SELECT deletion_due_at AS due FROM users WHERE id = $1", [user.id])).toEqual({ due: null });
  });
});

it("a device that was known and trusted before the address was changed is trusted no more, once that is taken back", async () => {
  const user = await makeUser();
  const { secret } = await makeSecondFactor(user);
  const { ctx } = await secondStep(await firstStep(user), appCode(secret), { trust_device: true, options: { kind: "action" } });
  const isTrusted = async () => (await findPersonAtDoor(user.id, ctx.effects.deviceToken ?? ""))?.isTrustedDevice;
  await travel(SECOND);
  const { token } = await mailToken({ purpose: "email_change_undo", userId: user.id, address: `before-${user.email}`, ttlSeconds: 900 });
  expect(await isTrusted(), "the control").toBe(true);
  await callAs(null).output(undoEmailChange, { input: { token } });
  expect(await isTrusted()).toBe(false);
});

it("an owner with a second factor keeps it, and their recovery codes, behind a new password", async () => {
  const [way] = WAYS;
  const { user, takeBack } = (await way?.begin()) ?? {};
  if (!user) throw new Error("no way");
  const { secret, recoveryCodes } = await makeSecondFactor(user);
  await takeBack?.();
  const again = { ...user, password: NEW };
  expect(await callAs(null).refusal(login, { input: { email: user.email, password: NEW } })).toMatchObject({ code: "MFA_REQUIRED" });
  expect((await secondStep(await firstStep(again), recoveryCodes[0] ?? "")).error).toBeNull();
  expect((await secondStep(await firstStep(again), appCode(secret))).error).toBeNull();
});
