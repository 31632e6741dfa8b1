import { describe, expect, it } from "vitest";
import { login } from "@/lib/features/auth/operations/login";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import { sendSecondFactorCode } from "@/lib/features/mfa/operations/send-second-factor-code";
import { refreshToken } from "@/lib/features/auth/operations/refresh-token";
import { issueToken, newToken } from "@/lib/session/one-time-token";
import { prisma } from "@/lib/db";
import { appCode } from "../../factories/make-second-factor";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { MINUTE, travel } from "../../setup/clock";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";
import { lastMail, waitingFor } from "../../setup/mailed";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";
import { firstStep, personWithTwoFactors, secondStep } from "./second-step";

const sessionsOf = async (userId: string) => (await oneRow<{ count: number }>("SELECT count(*)::int AS count FROM sessions WHERE user_id = $1", [userId])).count;

describe("the second step of a sign-in", () => {
  it("begins the session with what proved both steps, and says so in the trail", async () => {
    const person = await personWithTwoFactors();
    const token = await firstStep(person);
    let done: Awaited<ReturnType<typeof secondStep>> | undefined;
    const rows = await auditRowsOf(async () => void (done = await secondStep(token, appCode(person.secret))));
    expect(done?.output).toMatchObject({ message: "Login successful", success: true, user: { id: person.id, mfa_enabled: true } });
    expect(await oneRow("SELECT amr FROM sessions WHERE user_id = $1", [person.id])).toEqual({ amr: ["pwd", "otp", "mfa"] });
    expect(rows).toMatchObject([
      { action: "user.mfa_verified", success: true, actor_id: person.id, target_user_id: person.id, metadata: { method: "totp", provider: "local" } },
      { action: "user.login", success: true, actor_id: person.id, metadata: { provider: "local", amr: ["pwd", "otp", "mfa"] } },
    ]);
  });

  it("is told of by the first: 401, the token, the ways, the time; nothing else is opened by it", async () => {
    const person = await personWithTwoFactors({ email: true });
    const refusal = await callAs(null).refusal(login, { input: { email: person.email, password: person.password } });
    expect(refusal).toMatchObject({ status: 401, code: "MFA_REQUIRED", details: { methods: ["totp", "email", "recovery_code"], expires_in: 600 } });
    const token = String(refusal.details?.mfa_token);
    expect(await callAs(null, { token }).refusal(showAccount)).toMatchObject({ status: 401 });
    expect(await callAs(null).refusal(refreshToken, { input: { refresh_token: token } })).toMatchObject({ status: 401 });
    expect(await sessionsOf(person.id)).toBe(0);
  });

  it("takes `token` for `code`, on both paths, and gives a client that is no browser its tokens", async () => {
    const routes = [await import("@/app/api/auth/verify-mfa/route"), await import("@/app/api/auth/mfa/verify/route")];
    for (const route of routes) {
      const person = await personWithTwoFactors();
      const answer = await http(route, { body: { mfa_token: await firstStep(person), token: appCode(person.secret), email: person.email } });
      expect([answer.status, typeof answer.body.access_token, typeof answer.body.refresh_token]).toEqual([200, "string", "string"]);
    }
  });

  it("takes the cookie of a form's sign-in for the token, and removes it", async () => {
    const person = await personWithTwoFactors();
    const route = await import("@/app/api/auth/mfa/verify/route");
    const answer = await http(route, { browser: true, cookies: { mfa_token: await firstStep(person) }, body: { code: appCode(person.secret) } });
    expect([answer.status, answer.body.access_token]).toEqual([200, undefined]);
    expect(Object.keys(answer.cookies)).toEqual(expect.arrayContaining(["access_token", "device_id", "mfa_token", "refresh_token"]));
    expect(answer.cookies.mfa_token?.line).toContain("Max-Age=0");
  });

  it("is what a token in the body is for, whoever is signed in meanwhile; their session ends", async () => {
    const [person, viewer] = [await personWithTwoFactors(), await makeViewer()];
    await callAs(viewer).output(enableSecondFactor, { input: {} });
    const done = await callAs(null, { cookie: viewer.accessToken }).run(verifySecondFactor, { input: { mfa_token: await firstStep(person), code: appCode(person.secret) } });
    expect(done.output?.user.id).toBe(person.id);
    expect(await oneRow("SELECT revoke_reason FROM sessions WHERE id = $1", [viewer.sessionId])).toEqual({ revoke_reason: "signed_in_again" });
  });

  it("keeps what the first step said of the session: how long, and by which door", async () => {
    const person = await personWithTwoFactors();
    const token = newToken({ purpose: "second_factor", userId: person.id, address: person.email, ttlSeconds: 600, payload: { amr: ["fed"], provider: "google", remember_me: false } });
    await issueToken(prisma, token);
    const done = await secondStep(token.token, appCode(person.secret));
    expect(done.ctx.effects.session).toMatchObject({ rememberMe: false });
    expect(await oneRow("SELECT amr, remember_me FROM sessions WHERE user_id = $1", [person.id])).toEqual({ amr: ["fed", "otp", "mfa"], remember_me: false });
  });
});

describe("an app's code", () => {
  it("is good one step of thirty seconds early and late, and no further", async () => {
    for (const [steps, isGood] of [[-2, false], [-1, true], [0, true], [1, true], [2, false]] as const) {
      const person = await personWithTwoFactors();
      const { error } = await secondStep(await firstStep(person), appCode(person.secret, steps));
      expect([steps, error?.code ?? null]).toEqual([steps, isGood ? null : "INVALID_MFA_CODE"]);
    }
  });

  it("is never taken twice, nor one of a step before it @asvs V6.5.1", async () => {
    const person = await personWithTwoFactors();
    const code = appCode(person.secret);
    expect((await secondStep(await firstStep(person), code)).error).toBeNull();
    for (const used of [code, appCode(person.secret, -1)]) expect((await secondStep(await firstStep(person), used)).error?.code).toBe("INVALID_MFA_CODE");
    expect((await secondStep(await firstStep(person), appCode(person.secret, 1))).error).toBeNull();
    expect(await sessionsOf(person.id)).toBe(2);
  });

  it("sent by eight sign-ins at once, lets one in", async () => {
    const person = await personWithTwoFactors();
    const tokens = await Promise.all(Array.from({ length: 8 }, () => firstStep(person)));
    const code = appCode(person.secret);
    const done = await Promise.all(tokens.map((token) => secondStep(token, code)));
    expect(done.filter(({ error }) => error === null)).toHaveLength(1);
    expect(await sessionsOf(person.id)).toBe(1);
  });

  it("works after AUTH_SECRET was replaced, as long as the one before is known, and is sealed anew by its use", async () => {
    const person = await personWithTwoFactors();
    const before = await oneRow<{ secret: Buffer }>("SELECT secret FROM second_factors WHERE user_id = $1", [person.id]);
    const previous = process.env.AUTH_SECRET ?? "";
    const rotated = { AUTH_SECRET: "another-secret-of-forty-eight-characters-or-more", AUTH_SECRET_PREVIOUS: previous };
    await withEnv(rotated, async () => expect((await secondStep(await firstStep(person), appCode(person.secret))).error).toBeNull());
    const after = await oneRow<{ secret: Buffer }>("SELECT secret FROM second_factors WHERE user_id = $1", [person.id]);
    expect(after.secret.equals(before.secret)).toBe(false);
    await travel(MINUTE);
    await withEnv({ AUTH_SECRET: rotated.AUTH_SECRET }, async () => expect((await secondStep(await firstStep(person), appCode(person.secret))).error).toBeNull());
    expect(before.secret.toString("latin1")).not.toContain(person.secret);
  });
});

describe("a recovery code", () => {
  it("opens once, in whatever way it is typed, and its owner is told by mail", async () => {
    const person = await personWithTwoFactors();
    const [code = ""] = person.recoveryCodes;
    const token = await firstStep(person);
    const rows = await auditRowsOf(async () => expect((await secondStep(token, ` ${code.toUpperCase().replace("-", " ")} `)).error).toBeNull());
    expect(rows.map(({ action, metadata }) => [action, metadata])).toEqual([
      ["user.mfa_verified", { method: "recovery_code", provider: "local" }],
      ["mfa.recovery_code_used", { left: 9 }],
      ["user.login", { provider: "local", amr: ["pwd", "otp", "mfa"] }],
    ]);
    expect((await waitingFor(person.email)).map(({ subject }) => subject)).toContain("A recovery code of yours was used");
    expect((await secondStep(await firstStep(person), code)).error?.code).toBe("INVALID_MFA_CODE");
  });

  it("sent by eight sign-ins at once, lets one in", async () => {
    const person = await personWithTwoFactors();
    const tokens = await Promise.all(Array.from({ length: 8 }, () => firstStep(person)));
    const [code = ""] = person.recoveryCodes;
    const done = await Promise.all(tokens.map((token) => secondStep(token, code)));
    expect(done.filter(({ error }) => error === null)).toHaveLength(1);
    expect(await oneRow("SELECT count(*)::int AS used FROM recovery_codes WHERE user_id = $1 AND used_at IS NOT NULL", [person.id])).toEqual({ used: 1 });
  });

  it("is stored as a keyed digest, and is nobody else's", async () => {
    const [person, other] = [await personWithTwoFactors(), await personWithTwoFactors()];
    const [code = ""] = person.recoveryCodes;
    const stored = await sql<{ hash: Buffer }>("SELECT code_hash AS hash FROM recovery_codes WHERE user_id = $1", [person.id]);
    expect(stored).toHaveLength(10);
    expect(stored.every(({ hash }) => hash.length === 32 && !hash.toString("latin1").includes(code))).toBe(true);
    expect((await secondStep(await firstStep(other), code)).error?.code).toBe("INVALID_MFA_CODE");
  });
});

describe("a code by mail", () => {
  const mailedCode = async (email: string) => (await lastMail(email, /^Your code/)).code;

  it("is sent to whoever uses such codes, and finishes the sign-in that it was asked for alone, also where it was typed into another one first", async () => {
    const person = await personWithTwoFactors({ app: false, email: true });
    const [token, other] = [await firstStep(person), await firstStep(person)];
    const rows = await auditRowsOf(() => callAs(null).output(sendSecondFactorCode, { input: { mfa_token: token } }));
    expect(rows).toMatchObject([{ action: "mfa.code_sent", actor_id: person.id, target_user_id: person.id }]);
    const code = await mailedCode(person.email);
    expect(code).toMatch(/^\d{6}$/);
    expect((await secondStep(other, code)).error?.code).toBe("INVALID_MFA_CODE");
    expect((await secondStep(token, code)).error).toBeNull();
    expect((await secondStep(await firstStep(person), code)).error?.code).toBe("INVALID_MFA_CODE");
  });

  it("is not offered to whoever has not chosen it, nor to whoever came in by a mail", async () => {
    const withApp = await personWithTwoFactors();
    expect(await callAs(null).refusal(sendSecondFactorCode, { input: { mfa_token: await firstStep(withApp) } })).toMatchObject({ status: 409, code: "MFA_METHOD_NOT_OFFERED" });
    const byMail = await personWithTwoFactors({ email: true });
    const token = newToken({ purpose: "second_factor", userId: byMail.id, address: byMail.email, ttlSeconds: 600, payload: { amr: ["email"], provider: "magic_link", remember_me: true } });
    await issueToken(prisma, token);
    expect(await callAs(null).refusal(sendSecondFactorCode, { input: { mfa_token: token.token } })).toMatchObject({ status: 409 });
    expect(await callAs(null).refusal(sendSecondFactorCode, { input: { mfa_token: "made up" } })).toMatchObject({ status: 400, code: "MFA_TOKEN_INVALID" });
  });

  it("is sent five times in a quarter of an hour to one account, whoever asks from wherever", async () => {
    const person = await personWithTwoFactors({ app: false, email: true });
    for (let n = 0; n < 5; n += 1) await callAs(null).output(sendSecondFactorCode, { input: { mfa_token: await firstStep(person) } });
    expect(await callAs(null).refusal(sendSecondFactorCode, { input: { mfa_token: await firstStep(person) } })).toMatchObject({ status: 429 });
  });
});

describe("a code without anything it could be for", () => {
  it("is refused with 400, and changes nothing", async () => {
    const error = await rowsUnchanged(() => callAs(null).refusal(verifySecondFactor, { input: { code: "123456", email: "ada@example.com" } }));
    expect(error).toMatchObject({ status: 400, code: "MFA_TOKEN_INVALID" });
  });
  it("is refused with 422 without a code, or with a way that is none", async () => {
    for (const input of [{}, { mfa_token: "x" }, { code: "" }, { code: "1".repeat(51) }, { code: "123456", method: "sms" }])
      expect(await rowsUnchanged(() => callAs(null).refusal(verifySecondFactor, { input }))).toMatchObject({ status: 422 });
  });
});

expectRefused(sendSecondFactorCode, { valid: async () => ({ input: { mfa_token: await firstStep(await personWithTwoFactors({ app: false, email: true })) } }) });
