import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { reportSignIn } from "@/lib/features/recovery/operations/report-sign-in";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { showSignInReport } from "@/lib/features/recovery/operations/show-sign-in-report";
import { makeSession } from "../../factories/make-session";
import { mailToken } from "../../factories/mail-token";
import { makeUser, type TestUser } from "../../factories/make-user";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { DAY, travel } from "../../setup/clock";
import { expectRefused } from "../../setup/expect-refused";
import { lastMail, waitingFor } from "../../setup/mailed";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const WEEK_SECONDS = 7 * 24 * 3600;

async function reportable(user: TestUser) {
  const session = await makeSession(user);
  const hash = "ab".repeat(32);
  await sql("INSERT INTO known_devices (id, user_id, device_hash, device_name, first_seen_at, last_seen_at) VALUES (gen_random_uuid(), $1, decode($2, 'hex'), 'Chrome', app_now(), app_now())", [user.id, hash]);
  const payload = { session_id: session.sessionId, device_hash: hash, device: "Chrome on Windows", place: "London, GB", at: "2026-11-21T08:38:20.000Z" };
  const { token } = await mailToken({ purpose: "sign_in_report", userId: user.id, address: user.email, ttlSeconds: WEEK_SECONDS, payload });
  return { session, token };
}

const report = (token: string) => callAs(null).run(reportSignIn, { input: { token } });

describe("auth.report-sign-in is allowed", () => {
  it("ends that session alone, forgets its device, and mails a link to choose a new password", async () => {
    const user = await makeUser();
    const own = await makeSession(user);
    const { session, token } = await reportable(user);
    expect((await report(token)).output).toMatchObject({ success: true, sessions_revoked: 1, mail_sent: true, message: expect.stringContaining("We have sent you a mail") });
    expect((await callAs(session).refusal(checkAuth)).status).toBe(401);
    expect((await callAs(own).output(checkAuth)).user.id).toBe(user.id);
    expect(await sql("SELECT 1 FROM known_devices WHERE user_id = $1", [user.id])).toEqual([]);
    const mail = await lastMail(user.email, /^Choose a new password$/);
    expect(mail.text).toContain("reported as not yours");
    expect(mail.text).not.toMatch(/asked to|did not ask/);
    expect((await callAs(null).run(resetPassword, { input: { token: mail.token, new_password: "nine lanterns over the harbour" } })).error).toBeNull();
  });

  it("when the session has ended already, and sends no mail for a closed account", async () => {
    const user = await makeUser();
    const { token } = await reportable(user);
    await sql("UPDATE sessions SET revoked_at = app_now() WHERE user_id = $1", [user.id]);
    await sql("UPDATE users SET banned_at = app_now() WHERE id = $1", [user.id]);
    expect((await report(token)).output).toMatchObject({ sessions_revoked: 0, mail_sent: false, message: expect.stringContaining("there is no mail") });
    expect(await waitingFor(user.email)).toEqual([]);
  });

  it("once, of many at once", async () => {
    const user = await makeUser();
    const { token } = await reportable(user);
    const answers = await Promise.all(Array.from({ length: 8 }, () => report(token)));
    expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
    expect(await waitingFor(user.email)).toHaveLength(1);
  });
});

describe("auth.report-sign-in is refused", () => {
  expectRefused(reportSignIn, { valid: async () => ({ input: { token: (await reportable(await makeUser())).token } }), invalid: { "nothing in it": { token: "" } } });

  it("400 INVALID_TOKEN for a link that is used, expired, of another purpose or not whole", async () => {
    const user = await makeUser();
    const { token } = await reportable(user);
    const foreign = await mailToken({ purpose: "password_reset", userId: user.id, address: user.email, ttlSeconds: 3600 });
    const reasonOf = async (tried: string) => (await rowsUnchanged(() => report(tried))).error?.details?.reason;
    expect([await reasonOf(foreign.token), await reasonOf(token.slice(1)), await reasonOf("x".repeat(43))]).toEqual(["foreign", "malformed", "unknown"]);
    await report(token);
    expect(await reasonOf(token)).toBe("used");
    const late = await reportable(await makeUser());
    await travel(8 * DAY);
    expect(await reasonOf(late.token)).toBe("expired");
  });
});

describe("auth.show-sign-in-report", () => {
  it("tells of the sign-in, not of the account, and changes nothing however often it is opened", async () => {
    const { token } = await reportable(await makeUser());
    for (let time = 1; time <= 2; time += 1) {
      const shown = await rowsUnchanged(() => callAs(null).output(showSignInReport, { params: { token } }), []);
      expect(shown).toEqual({ is_valid: true, reason: null, message: null, device: "Chrome on Windows", place: "London, GB", at: "2026-11-21T08:38:20.000Z" });
    }
    expect((await report(token)).error).toBeNull();
    expect(await callAs(null).output(showSignInReport, { params: { token } })).toMatchObject({ is_valid: false, reason: "used", message: expect.any(String), device: null });
  });
});

describe("auth.report-sign-in is recorded", () => {
  it("with the session, the mail that it started, and each try that came to nothing", async () => {
    const user = await makeUser();
    const { session, token } = await reportable(user);
    const rows = await auditRowsOf(async () => {
      await report(token);
      await report(token);
    });
    const of = { actor_id: user.id, target_user_id: user.id, success: true };
    expect(rows).toMatchObject([
      { ...of, action: "user.sign_in_reported", resource_type: "session", resource_id: session.sessionId, metadata: { sessions_revoked: 1 } },
      { ...of, action: "user.password_reset_request", identifier: user.email, metadata: { reason: "not_me" } },
      { action: "user.sign_in_reported", success: false, actor_id: null, target_user_id: user.id, error_code: "INVALID_TOKEN", metadata: { reason: "used" } },
    ]);
  });
});
