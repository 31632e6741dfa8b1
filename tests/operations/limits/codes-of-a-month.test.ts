/** Guessing has an end, not only a speed (NIST SP 800-63B section 5.2.2); what it closes is that code's door alone. */
import { describe, expect, it } from "vitest";
import { reauthenticate } from "@/lib/features/reauthentication/operations/reauthenticate";
import { disableSecondFactor } from "@/lib/features/mfa/operations/disable-second-factor";
import { verifyMagicLink } from "@/lib/features/magic-link/operations/verify-magic-link";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import { changeEmail } from "@/lib/features/verification/operations/change-email";
import { confirmEmailChange } from "@/lib/features/verification/operations/confirm-email-change";
import { resetUserMfa } from "@/lib/features/mfa/operations/reset-user-mfa";
import { rules } from "@/lib/rate-limit/limits";
import { mailToken } from "@/tests/factories/mail-token";
import { appCode, makeSecondFactor, wrongCode } from "@/tests/factories/make-second-factor";
import { makeSession } from "@/tests/factories/make-session";
import { makeUser, type TestUser } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { callAs } from "@/tests/setup/call-as";
import { HOUR, MINUTE, SECOND, travel } from "@/tests/setup/clock";
import { withEnv } from "@/tests/setup/with-env";
import { firstStep, personWithTwoFactors, secondStep } from "../mfa/second-step";

const DAY = 24 * HOUR;
const PASSWORD = "Quiet-Lantern-42-Harbour";

type Try = () => Promise<{ error: { status: number } | null }>;

/** Wrong codes at the speed that the shorter rules allow. @returns how many were looked at until `limit` was reached or nothing more was */
async function guess(attempt: Try, { burst, pause, limit = 200 }: { burst: number; pause: number; limit?: number }): Promise<number> {
  let looked = 0;
  while (looked < limit) {
    let inRound = 0;
    while (inRound < burst && looked < limit && (await attempt()).error?.status !== 429) [inRound, looked] = [inRound + 1, looked + 1];
    if (inRound === 0) return looked;
    await travel(pause);
  }
  return looked;
}

const linkOf = (user: TestUser, purpose: "magic_link" | "password_reset" | "email_verification") => mailToken({ purpose, userId: user.id, address: user.email, ttlSeconds: 900, withCode: true });
const magic = (input: Record<string, unknown>, deviceCookie?: string) => callAs(null, { deviceCookie, ...(deviceCookie ? { kind: "action" as const } : {}) }).run(verifyMagicLink, { input });
const PER_HOUR = { burst: 10, pause: HOUR + SECOND };
const PER_QUARTER = { burst: 10, pause: 15 * MINUTE + SECOND };
const aYearOf = ({ budget }: { budget: () => { points: number; windowSeconds: number } }) => (budget().points * 365 * DAY) / SECOND / budget().windowSeconds;

describe("a year of guessing", () => {
  it("finds a mailed code once in a thousand, and one of a second factor hardly more often", () => {
    expect(aYearOf(rules.mailedCodeMonth) * 1e-6).toBeLessThan(0.001);
    expect(aYearOf(rules.secondFactorMonth) * 3e-6).toBeLessThan(0.001);
  });
});

describe("codes of mails to one address", () => {
  it("end for the month, for each thing that they are good for; links, passwords and the owner's own browser go on", async () => {
    const user = await makeUser();
    const device = "the owner's browser";
    await magic({ token: (await linkOf(user, "magic_link")).token }, device);
    expect(await guess(() => magic({ email: user.email, code: "000000" }), PER_HOUR)).toBe(80);
    const { code } = await linkOf(user, "magic_link");
    const refused = await magic({ email: user.email, code });
    expect(refused.error).toMatchObject({ status: 429, code: "RATE_LIMIT_EXCEEDED", message: rules.mailedCodeMonth.sentence });
    expect(refused.error?.retryAfterSeconds).toBeGreaterThan(29 * DAY / SECOND);
    await withEnv({ RATE_LIMIT_ENABLED: "false" }, async () => expect((await magic({ email: user.email, code })).error?.status).toBe(429));
    const reset = await linkOf(user, "password_reset");
    expect(await callAs(null).refusal(resetPassword, { input: { email: user.email, code: reset.code, new_password: PASSWORD } })).toMatchObject({ status: 429 });
    expect(await callAs(null).refusal(confirmEmail, { input: { email: user.email, code: "000000" } })).toMatchObject({ status: 429 });
    expect((await magic({ email: user.email, code }, device)).error).toBeNull();
    expect((await magic({ token: (await linkOf(user, "magic_link")).token })).error).toBeNull();
    expect((await callAs(null).run(resetPassword, { input: { token: reset.token, new_password: PASSWORD } })).error).toBeNull();
    await travel(30 * DAY);
    expect((await magic({ email: user.email, code: (await linkOf(user, "magic_link")).code })).error).toBeNull();
  });

  it("end so for a reset, a confirmation and an address that nobody has", async () => {
    const user = await makeUser({ verified: false });
    const tries = [
      () => callAs(null).run(resetPassword, { input: { email: "reset-of-nobody@example.com", code: "000000", new_password: PASSWORD } }),
      () => callAs(null).run(confirmEmail, { input: { email: user.email, code: "000000" } }),
    ];
    for (const attempt of tries) expect(await guess(attempt, PER_QUARTER)).toBe(80);
    const { token } = await linkOf(user, "email_verification");
    expect((await callAs(null).run(confirmEmail, { input: { token, password: user.password } })).error).toBeNull();
  });

  it("a right one costs nothing", async () => {
    const user = await makeUser();
    for (let time = 0; time <= 80; time += 1) expect((await magic({ email: user.email, code: (await linkOf(user, "magic_link")).code })).error).toBeNull();
  });

  it("of a change are counted by the new address, over all accounts that want it", async () => {
    const wanted = "wanted-by-two@example.com";
    const attempt = async (): Promise<Try> => {
      const viewer = await makeViewer();
      await callAs(viewer).output(changeEmail, { input: { new_email: wanted } });
      return async () => callAs(await makeSession(viewer.user)).run(confirmEmailChange, { input: { code: "000000" } });
    };
    expect(await guess(await attempt(), { ...PER_QUARTER, limit: 50 })).toBe(50);
    expect(await guess(await attempt(), PER_QUARTER)).toBe(30);
  });
});

describe("codes of one account's second factor", () => {
  it("end for the month; recovery codes, the owner's own browser and their session go on", async () => {
    const person = await personWithTwoFactors();
    const device = "the owner's browser";
    expect((await secondStep(await firstStep(person), appCode(person.secret), { options: { deviceCookie: device, kind: "action" } })).error).toBeNull();
    expect(await guess(async () => secondStep(await firstStep(person), wrongCode(person.secret)), PER_HOUR)).toBe(25);
    const refused = await secondStep(await firstStep(person), appCode(person.secret));
    expect(refused.error).toMatchObject({ status: 429, message: rules.secondFactorMonth.sentence });
    expect((await secondStep(await firstStep(person), person.recoveryCodes[0] ?? "")).error).toBeNull();
    expect((await secondStep(await firstStep(person), appCode(person.secret), { options: { deviceCookie: device, kind: "action" } })).error).toBeNull();
    await travel(MINUTE);
    expect((await callAs(await makeSession(person)).run(reauthenticate, { input: { code: appCode(person.secret) } })).error).toBeNull();
    await travel(30 * DAY);
    expect((await secondStep(await firstStep(person), appCode(person.secret))).error).toBeNull();
  });

  it("end so within a session, where they prove who is there or turn the factor off; another second factor begins anew", async () => {
    const viewer = await makeViewer();
    const factor = await makeSecondFactor(viewer.user);
    expect(await guess(async () => callAs(await makeSession(viewer.user)).run(reauthenticate, { input: { code: wrongCode(factor.secret) } }), PER_QUARTER)).toBe(25);
    const session = await makeSession(viewer.user);
    expect(await callAs(session).refusal(disableSecondFactor, { input: { code: appCode(factor.secret) } })).toMatchObject({ status: 429 });
    expect((await callAs(session).run(reauthenticate, { input: { password: viewer.user.password } })).error).toBeNull();
    await callAs(await makeViewer(["users.edit"], { reach: "platform" })).output(resetUserMfa, { params: { id: viewer.user.id } });
    const anew = await makeSecondFactor(viewer.user);
    expect((await callAs(session).run(reauthenticate, { input: { code: appCode(anew.secret) } })).error).toBeNull();
  });
});
