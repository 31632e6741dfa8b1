import { describe, expect, it } from "vitest";
import { disableSecondFactor } from "@/lib/features/mfa/operations/disable-second-factor";
import { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import { listTrustedDevices } from "@/lib/features/mfa/operations/list-trusted-devices";
import { renewRecoveryCodes } from "@/lib/features/mfa/operations/renew-recovery-codes";
import { sendSecondFactorCode } from "@/lib/features/mfa/operations/send-second-factor-code";
import { showMfa } from "@/lib/features/mfa/operations/show-mfa";
import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { login } from "@/lib/features/auth/operations/login";
import { appCode, makeSecondFactor, wrongCode } from "../../factories/make-second-factor";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { MINUTE, SECOND, travel } from "../../setup/clock";
import { expectRefused } from "../../setup/expect-refused";
import { lastMail, waitingFor } from "../../setup/mailed";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";
import { firstStep, secondStep } from "./second-step";

const viewerWithTwoFactors = async (factors?: Parameters<typeof makeSecondFactor>[1], options: Parameters<typeof makeViewer>[1] = {}) => {
  const viewer = await makeViewer([], options);
  return { viewer, ...(await makeSecondFactor(viewer.user, factors)) };
};
const stateOf = (viewer: TestViewer) => callAs(viewer).output(showMfa);

describe("setting up an authenticator app", () => {
  it("gives what an app needs, and ten codes; nothing is asked before a first code has confirmed it", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(async () => {
      const begun = await callAs(viewer).output(enableSecondFactor, { input: {} });
      expect(begun.secret).toMatch(/^[A-Z2-7]{32}$/);
      const url = new URL(begun.otpauth_url ?? "");
      expect([url.protocol, url.host, url.searchParams.get("secret"), url.searchParams.get("issuer"), url.searchParams.get("digits"), url.searchParams.get("period")]).toEqual(["otpauth:", "totp", begun.secret, "Gatehouse", "6", "30"]);
      expect(decodeURIComponent(url.pathname)).toContain(viewer.user.email);
      expect(new Set(begun.recovery_codes).size).toBe(10);
      expect(begun.recovery_codes.every((code) => /^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/.test(code))).toBe(true);
      expect(await stateOf(viewer)).toMatchObject({ enabled: false, methods: [], setup_pending: "totp", recovery_codes_left: 0 });
      expect((await callAs(null).run(login, { input: { email: viewer.user.email, password: viewer.user.password } })).error).toBeNull();

      const confirmed = await callAs(viewer).output(verifySecondFactor, { input: { code: appCode(begun.secret ?? "") } });
      expect(confirmed).toMatchObject({ message: "Your second factor is on.", user: { mfa_enabled: true } });
      expect(confirmed.access_token).toBeUndefined();
    });
    expect(rows.filter(({ action }) => String(action).includes("mfa"))).toMatchObject([
      { action: "mfa.setup_begun", actor_id: viewer.user.id, target_user_id: viewer.user.id, metadata: { method: "totp" } },
      { action: "user.mfa_enabled", actor_id: viewer.user.id, target_user_id: viewer.user.id, session_id: viewer.sessionId, metadata: { method: "totp" } },
    ]);
    expect(await stateOf(viewer)).toEqual({ enabled: true, methods: ["totp"], setup_pending: null, recovery_codes_left: 10, recovery_codes_low: false, required: false, setup_due_at: null });
    expect((await waitingFor(viewer.user.email)).map(({ subject }) => subject)).toContain("An authenticator app was set up");
    expect((await callAs(null).refusal(login, { input: { email: viewer.user.email, password: viewer.user.password } })).code).toBe("MFA_REQUIRED");
  });

  it("the code that confirmed it does not sign in", async () => {
    const viewer = await makeViewer();
    const { secret } = await callAs(viewer).output(enableSecondFactor, { input: {} });
    const code = appCode(secret ?? "");
    await callAs(viewer).output(verifySecondFactor, { input: { code } });
    expect((await secondStep(await firstStep(viewer.user), code)).error?.code).toBe("INVALID_MFA_CODE");
  });

  it("a wrong code turns nothing on, and is recorded; a setup that nobody confirms is forgotten after half an hour", async () => {
    const viewer = await makeViewer();
    const { secret } = await callAs(viewer).output(enableSecondFactor, { input: {} });
    const confirm = (code: string) => callAs(viewer).refusal(verifySecondFactor, { input: { code } });
    const rows = await auditRowsOf(async () => expect(await confirm(wrongCode(secret ?? ""))).toMatchObject({ status: 400, code: "INVALID_MFA_CODE" }));
    expect(rows).toMatchObject([{ action: "user.mfa_failed", success: false, error_code: "INVALID_MFA_CODE", actor_id: viewer.user.id }]);
    await sql("UPDATE second_factors SET created_at = created_at - interval '30 minutes' WHERE user_id = $1", [viewer.user.id]);
    expect(await confirm(appCode(secret ?? ""))).toMatchObject({ status: 409, code: "MFA_NOT_PENDING" });
    expect((await stateOf(viewer)).setup_pending).toBeNull();
  });

  it("another app takes the place of the first once it is confirmed, and the recovery codes stay", async () => {
    const { viewer, secret, recoveryCodes } = await viewerWithTwoFactors();
    const begun = await callAs(viewer).output(enableSecondFactor, { input: { method: "totp" } });
    expect(begun.recovery_codes).toEqual([]);
    expect((await secondStep(await firstStep(viewer.user), appCode(secret))).error).toBeNull();
    await callAs(viewer).output(verifySecondFactor, { input: { code: appCode(begun.secret ?? "") } });
    await travel(MINUTE);
    expect((await secondStep(await firstStep(viewer.user), appCode(secret))).error?.code).toBe("INVALID_MFA_CODE");
    expect((await secondStep(await firstStep(viewer.user), appCode(begun.secret ?? ""))).error).toBeNull();
    expect((await secondStep(await firstStep(viewer.user), recoveryCodes[0] ?? "")).error).toBeNull();
  });

  it("of eight confirmations at once one is the one", async () => {
    const viewer = await makeViewer();
    const { secret } = await callAs(viewer).output(enableSecondFactor, { input: {} });
    const code = appCode(secret ?? "");
    const done = await Promise.all(Array.from({ length: 8 }, () => callAs(viewer).run(verifySecondFactor, { input: { code } })));
    expect(done.filter(({ error }) => error === null)).toHaveLength(1);
    expect(await oneRow("SELECT count(*)::int AS count FROM second_factors WHERE user_id = $1", [viewer.user.id])).toEqual({ count: 1 });
  });

  it("needs a recent sign-in", async () => {
    const viewer = await makeViewer();
    await travel(11 * MINUTE);
    expect(await rowsUnchanged(() => callAs(viewer).refusal(enableSecondFactor, { input: {} }))).toMatchObject({ status: 403, code: "REAUTH_REQUIRED" });
  });
});

describe("setting up codes by mail", () => {
  const codeFor = async (email: string) => (await lastMail(email, /^Your code/)).code;

  it("mails a first code, which turns them on; another one can be asked for", async () => {
    const viewer = await makeViewer();
    expect(await callAs(viewer).output(enableSecondFactor, { input: { method: "email" } })).toMatchObject({ method: "email", secret: null, otpauth_url: null });
    const first = await codeFor(viewer.user.email);
    await travel(SECOND);
    await callAs(viewer).output(sendSecondFactorCode, { input: {} });
    const second = await codeFor(viewer.user.email);
    if (first !== second) expect((await callAs(viewer).refusal(verifySecondFactor, { input: { code: first } })).code).toBe("INVALID_MFA_CODE");
    expect((await callAs(viewer).run(verifySecondFactor, { input: { code: second } })).error).toBeNull();
    expect(await stateOf(viewer)).toMatchObject({ enabled: true, methods: ["email"], recovery_codes_left: 10 });
    expect(await callAs(viewer).refusal(enableSecondFactor, { input: { method: "email" } })).toMatchObject({ status: 409, code: "MFA_ALREADY_ENABLED" });
  });

  it("are not mailed to whoever does not use them", async () => {
    expect(await rowsUnchanged(async () => callAs(await makeViewer()).refusal(sendSecondFactorCode, { input: {} }), ["users", "memberships", "role_assignments", "sessions", "refresh_tokens", "audit_events", "audit_personal", "rate_limits", "roles", "role_permissions"])).toMatchObject({ status: 409, code: "MFA_METHOD_NOT_OFFERED" });
  });
});

describe("turning it off", () => {
  it("by a code: factors, recovery codes, trust and waiting sign-ins are gone, and the owner is told", async () => {
    const { viewer, secret } = await viewerWithTwoFactors({ email: true });
    const waiting = await firstStep(viewer.user);
    const rows = await auditRowsOf(async () => expect(await callAs(viewer).output(disableSecondFactor, { input: { code: appCode(secret) } })).toEqual({ message: "Your second factor is off." }));
    expect(rows).toMatchObject([{ action: "user.mfa_disabled", success: true, actor_id: viewer.user.id, target_user_id: viewer.user.id }]);
    expect(await stateOf(viewer)).toMatchObject({ enabled: false, methods: [], recovery_codes_left: 0 });
    expect(await oneRow("SELECT (SELECT count(*)::int FROM second_factors WHERE user_id = $1) + (SELECT count(*)::int FROM recovery_codes WHERE user_id = $1) AS count", [viewer.user.id])).toEqual({ count: 0 });
    expect((await secondStep(waiting, appCode(secret, 1))).error?.code).toBe("MFA_TOKEN_INVALID");
    expect((await waitingFor(viewer.user.email))[0]?.subject).toBe("Your second factor was turned off");
    expect((await callAs(null).run(login, { input: { email: viewer.user.email, password: viewer.user.password } })).error).toBeNull();
  });

  it("by a recovery code; not by a wrong or a used one, which is recorded", async () => {
    const { viewer, secret, recoveryCodes } = await viewerWithTwoFactors();
    const code = appCode(secret);
    expect((await secondStep(await firstStep(viewer.user), code)).error).toBeNull();
    const rows = await auditRowsOf(async () => {
      for (const wrong of [code, wrongCode(secret), "abcde-fghjk"]) expect(await callAs(viewer).refusal(disableSecondFactor, { input: { code: wrong } })).toMatchObject({ status: 400, code: "INVALID_MFA_CODE" });
    });
    expect(rows).toHaveLength(3);
    expect(rows).toMatchObject(Array.from({ length: 3 }, () => ({ action: "user.mfa_failed", success: false, actor_id: viewer.user.id })));
    expect((await callAs(viewer).run(disableSecondFactor, { input: { code: recoveryCodes[3] ?? "" } })).error).toBeNull();
  });

  it("is refused to whoever has none, or has to have one", async () => {
    expect(await callAs(await makeViewer()).refusal(disableSecondFactor, { input: { code: "123456" } })).toMatchObject({ status: 409, code: "MFA_NOT_ENABLED" });
    const { viewer, secret } = await viewerWithTwoFactors();
    await withEnv({ MFA_REQUIRED: "all" }, async () => {
      expect(await callAs(viewer).refusal(disableSecondFactor, { input: { code: appCode(secret) } })).toMatchObject({ status: 409, code: "MFA_KEPT_BY_POLICY" });
      expect(await stateOf(viewer)).toMatchObject({ enabled: true, required: true, setup_due_at: null });
    });
  });
});

describe("new recovery codes", () => {
  it("take the place of the old ones; three that are left are few", async () => {
    const { viewer, recoveryCodes } = await viewerWithTwoFactors();
    for (const code of recoveryCodes.slice(0, 7)) expect((await secondStep(await firstStep(viewer.user), code)).error).toBeNull();
    expect(await stateOf(viewer)).toMatchObject({ recovery_codes_left: 3, recovery_codes_low: true });
    const rows = await auditRowsOf(async () => {
      const { recovery_codes } = await callAs(viewer).output(renewRecoveryCodes, { input: {} });
      expect(new Set([...recovery_codes, ...recoveryCodes]).size).toBe(20);
      expect(await stateOf(viewer)).toMatchObject({ recovery_codes_left: 10, recovery_codes_low: false });
    });
    expect(rows).toMatchObject([{ action: "mfa.recovery_codes_regenerated", actor_id: viewer.user.id, target_user_id: viewer.user.id }]);
    expect((await secondStep(await firstStep(viewer.user), recoveryCodes[9] ?? "")).error?.code).toBe("INVALID_MFA_CODE");
  });

  it("are for whoever has a second factor, and has signed in of late", async () => {
    expect(await callAs(await makeViewer()).refusal(renewRecoveryCodes, { input: {} })).toMatchObject({ status: 409, code: "MFA_NOT_ENABLED" });
    const { viewer } = await viewerWithTwoFactors();
    await travel(11 * MINUTE);
    for (const [operation, input] of [[renewRecoveryCodes, {}], [disableSecondFactor, { code: "123456" }]] as const)
      expect(await callAs(viewer).refusal(operation, { input })).toMatchObject({ status: 403, code: "REAUTH_REQUIRED" });
  });
});

expectRefused(enableSecondFactor, { valid: async () => ({ input: { method: "totp" } }), invalid: { "another method": { method: "sms" } } });
expectRefused(disableSecondFactor, { valid: async () => ({ input: { code: "123456" } }), invalid: { "a long code": { code: "1".repeat(51) } } });
expectRefused(renewRecoveryCodes, { valid: async () => ({ input: {} }) });
expectRefused(showMfa, { valid: async () => ({}) });
expectRefused(listTrustedDevices, { valid: async () => ({}) });
