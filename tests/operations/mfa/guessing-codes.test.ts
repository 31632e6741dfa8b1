import { describe, expect, it } from "vitest";
import { logout } from "@/lib/features/auth/operations/logout";
import { codeCounters } from "@/lib/features/mfa/code-counters";
import { disableSecondFactor } from "@/lib/features/mfa/operations/disable-second-factor";
import { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { reserve } from "@/lib/rate-limit/count";
import { issueToken, newToken } from "@/lib/session/one-time-token";
import { prisma } from "@/lib/db";
import { appCode, wrongCode } from "../../factories/make-second-factor";
import { makeSession } from "../../factories/make-session";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { MINUTE, SECOND, travel } from "../../setup/clock";
import { http } from "../../setup/http";
import { oneRow, sql } from "../../setup/sql";
import { makeTestContext } from "../../setup/test-context";
import { firstStep, personWithTwoFactors, secondStep } from "./second-step";

const sessionsOf = async (userId: string) => (await oneRow<{ count: number }>("SELECT count(*)::int AS count FROM sessions WHERE user_id = $1", [userId])).count;

/** The places that so many wrong codes take, from a browser that the account is not known on. */
async function guess({ id }: { id: string }, code: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await reserve(makeTestContext(), codeCounters(id, code, null));
}

describe("guessing", () => {
  it("a sign-in bears five wrong codes, each with its row; then it is over, also for the right one", async () => {
    const person = await personWithTwoFactors();
    const token = await firstStep(person);
    const rows = await auditRowsOf(async () => {
      for (let left = 4; left > 0; left -= 1) {
        expect((await secondStep(token, wrongCode(person.secret))).error).toMatchObject({ status: 400, code: "INVALID_MFA_CODE", details: { tries_left: left, fields: { code: [expect.any(String)] } } });
      }
      expect((await secondStep(token, wrongCode(person.secret))).error).toMatchObject({ status: 400, code: "MFA_TOKEN_INVALID", message: "Too many wrong codes. Sign in again." });
    });
    expect(rows).toHaveLength(5);
    expect(rows).toMatchObject(Array.from({ length: 5 }, () => ({ action: "user.mfa_failed", success: false, error_code: "INVALID_MFA_CODE", actor_id: null, target_user_id: person.id })));
    expect((await secondStep(token, appCode(person.secret))).error).toMatchObject({ status: 400, code: "MFA_TOKEN_INVALID" });
  });

  it("an account bears ten in an hour, from any number of sign-ins and addresses; right ones give their place back", async () => {
    const person = await personWithTwoFactors();
    expect((await secondStep(await firstStep(person), appCode(person.secret))).error).toBeNull();
    const tokens = await Promise.all(Array.from({ length: 3 }, () => firstStep(person)));
    for (let n = 0; n < 10; n += 1) expect((await secondStep(tokens[Math.floor(n / 4)] ?? "", wrongCode(person.secret))).error?.code).toBe("INVALID_MFA_CODE");
    const last = tokens[2] ?? "";
    expect((await secondStep(last, appCode(person.secret, 1))).error).toMatchObject({ status: 429, code: "RATE_LIMIT_EXCEEDED" });
    await travel(59 * MINUTE);
    expect((await secondStep(await firstStep(person), appCode(person.secret))).error?.status).toBe(429);
    await travel(MINUTE + SECOND);
    expect((await secondStep(await firstStep(person), appCode(person.secret))).error).toBeNull();
  });

  it("a stranger with the password closes neither the owner's browser nor their session, and with recovery codes nothing else", async () => {
    const person = await personWithTwoFactors();
    const options = { deviceCookie: "the owner's browser", kind: "action" as const };
    expect((await secondStep(await firstStep(person, options), appCode(person.secret), { options })).error).toBeNull();
    await guess(person, "aaaaa-aaaaa", 10);
    expect((await secondStep(await firstStep(person), appCode(person.secret, 1))).error).toBeNull();
    await guess(person, wrongCode(person.secret), 10);
    await travel(2 * MINUTE);
    expect((await secondStep(await firstStep(person), appCode(person.secret))).error?.status).toBe(429);
    expect((await secondStep(await firstStep(person), person.recoveryCodes[0] ?? "")).error).toBeNull();
    expect((await secondStep(await firstStep(person, options), appCode(person.secret), { options })).error).toBeNull();
    expect((await secondStep(await firstStep(person, options), person.recoveryCodes[1] ?? "", { options })).error).toBeNull();
    await travel(MINUTE);
    expect((await callAs(await makeSession(person)).run(disableSecondFactor, { input: { code: appCode(person.secret) } })).error).toBeNull();
  });

  it("nor does a stranger keep a setup in the owner's session from being confirmed", async () => {
    const person = await personWithTwoFactors({ app: false, email: true });
    await guess(person, "000000", 10);
    const session = await makeSession(person);
    const { secret } = await callAs(session).output(enableSecondFactor, { input: { method: "totp" } });
    expect((await callAs(session).run(verifySecondFactor, { input: { code: appCode(secret ?? "") } })).error).toBeNull();
  });

  it("an account bears a hundred wrong recovery codes in an hour", async () => {
    const person = await personWithTwoFactors();
    await guess(person, "aaaaa-aaaaa", 99);
    const token = await firstStep(person);
    expect((await secondStep(token, "aaaaa-aaaaa")).error?.code).toBe("INVALID_MFA_CODE");
    expect((await secondStep(token, person.recoveryCodes[0] ?? "")).error?.status).toBe(429);
    expect((await secondStep(token, appCode(person.secret))).error).toBeNull();
  });

  it("codes at speed: of forty at once over eight sign-ins no more than ten are looked at", async () => {
    const person = await personWithTwoFactors();
    const tokens = await Promise.all(Array.from({ length: 8 }, () => firstStep(person)));
    const done = await Promise.all(Array.from({ length: 40 }, (_, n) => secondStep(tokens[n % 8] ?? "", wrongCode(person.secret))));
    expect(done.every(({ error }) => error !== null)).toBe(true);
    expect(done.filter(({ error }) => error?.code === "INVALID_MFA_CODE").length).toBeLessThanOrEqual(10);
  });

  it("by address: five second steps in a minute", async () => {
    const person = await personWithTwoFactors();
    const options = { ip: "203.0.113.9" };
    for (let n = 0; n < 5; n += 1) expect((await secondStep("made up", "123456", { options })).error?.status).toBe(400);
    expect((await secondStep(await firstStep(person), appCode(person.secret), { options })).error?.status).toBe(429);
  });
});

describe("the token of the first step", () => {
  it("is good for ten minutes, once, and of its purpose", async () => {
    const person = await personWithTwoFactors();
    const invalid = { status: 400, code: "MFA_TOKEN_INVALID" };
    const old = await firstStep(person);
    await travel(10 * MINUTE);
    expect((await secondStep(old, appCode(person.secret))).error).toMatchObject(invalid);
    const token = await firstStep(person);
    expect((await secondStep(token, appCode(person.secret))).error).toBeNull();
    expect((await secondStep(token, appCode(person.secret, 1))).error).toMatchObject(invalid);
    const reset = newToken({ purpose: "password_reset", userId: person.id, address: person.email, ttlSeconds: 600 });
    await issueToken(prisma, reset);
    for (const other of [reset.token, "", "x".repeat(1000)]) expect((await secondStep(other, appCode(person.secret, 1))).error).toMatchObject(invalid);
  });

  it("of eight right codes sent with one of them at once, one lets in", async () => {
    const person = await personWithTwoFactors();
    const token = await firstStep(person);
    const done = await Promise.all(person.recoveryCodes.slice(0, 8).map((code) => secondStep(token, code)));
    expect(done.filter(({ error }) => error === null)).toHaveLength(1);
    expect(done.filter(({ error }) => error).every(({ error }) => ["MFA_TOKEN_BUSY", "MFA_TOKEN_INVALID"].includes(error?.code ?? ""))).toBe(true);
    expect(await sessionsOf(person.id)).toBe(1);
  });

  it("is over when the password was changed since", async () => {
    const person = await personWithTwoFactors();
    const token = await firstStep(person);
    await travel(SECOND);
    await sql("UPDATE users SET password_changed_at = app_now() WHERE id = $1", [person.id]);
    expect((await secondStep(token, appCode(person.secret))).error).toMatchObject({ status: 400, code: "MFA_TOKEN_INVALID" });
    expect(await sessionsOf(person.id)).toBe(0);
  });

  it("can be given up by a logout, from the body or the cookie", async () => {
    const person = await personWithTwoFactors();
    const [sent, kept] = [await firstStep(person), await firstStep(person)];
    await callAs(null).output(logout, { input: { mfa_token: sent } });
    const answer = await http(await import("@/app/api/auth/logout/route"), { browser: true, cookies: { mfa_token: kept }, body: {} });
    expect(answer.cookies.mfa_token?.line).toContain("Max-Age=0");
    for (const token of [sent, kept]) expect((await secondStep(token, appCode(person.secret))).error?.code).toBe("MFA_TOKEN_INVALID");
  });

  it("of somebody who was banned meanwhile lets nobody in", async () => {
    const person = await personWithTwoFactors();
    const token = await firstStep(person);
    await sql("UPDATE users SET banned_at = app_now() WHERE id = $1", [person.id]);
    expect((await secondStep(token, appCode(person.secret))).error).toMatchObject({ status: 403, code: "ACCOUNT_DISABLED" });
    expect(await sessionsOf(person.id)).toBe(0);
  });
});
