import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { resetPassword, resetPasswordByPath } from "@/lib/features/recovery/operations/reset-password";
import { makeSession } from "../../factories/make-session";
import { mailToken } from "../../factories/mail-token";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { HOUR, MINUTE, SECOND, travel } from "../../setup/clock";
import { http } from "../../setup/http";
import { lastMail } from "../../setup/mailed";
import { rowsUnchanged, TRAIL_AND_TOKENS } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";
import { NEW, reset, resetToken, signIn } from "./resets";

describe("auth.reset-password is allowed", () => {
  it("with the link: the new password signs in, the old one does not", async () => {
    const user = await makeUser();
    const { token } = await resetToken(user);
    expect((await reset(token)).output).toMatchObject({ success: true, redirect_url: null, sessions_revoked: 0 });
    expect([await signIn(user, user.password), await signIn(user, NEW)]).toEqual(["INVALID_CREDENTIALS", "in"]);
  });

  it("with the address and the code, typed with a space", async () => {
    const user = await makeUser();
    const { code } = await resetToken(user);
    const input = { email: user.email.toUpperCase(), code: `${code.slice(0, 3)}-${code.slice(3)}`, new_password: NEW };
    expect((await callAs(null).run(resetPassword, { input })).error).toBeNull();
    expect(await signIn(user, NEW)).toBe("in");
  });

  it("with the token in the path", async () => {
    const user = await makeUser();
    const { token } = await resetToken(user);
    const answer = await http(await import("@/app/api/auth/reset-password/[token]/route"), { method: "POST", params: { token }, body: { password: NEW } });
    expect([answer.status, answer.body.message]).toEqual([200, expect.any(String)]);
    expect(await signIn(user, NEW)).toBe("in");
  });

  it("and signs nobody in, so that no second factor is passed by", async () => {
    const user = await makeUser();
    const { token } = await resetToken(user);
    const { ctx } = await reset(token);
    expect(ctx.effects.session).toBeUndefined();
    expect(await sql("SELECT 1 FROM sessions WHERE user_id = $1", [user.id])).toEqual([]);
  });

  it("ends every session at once, also the one that asks @asvs V7.4.3", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    const { token } = await resetToken(viewer.user);
    const { output } = await callAs(viewer).run(resetPassword, { input: { token, new_password: NEW } });
    expect(output).toMatchObject({ sessions_revoked: 2 });
    for (const session of [viewer, other]) expect((await callAs(session).refusal(checkAuth)).status).toBe(401);
    expect(await sql("SELECT DISTINCT revoke_reason FROM sessions WHERE user_id = $1", [viewer.user.id])).toEqual([{ revoke_reason: "password_reset" }]);
  });

  it("lets a locked-out owner in again, takes a due change and the trust of devices away, and withdraws other links", async () => {
    const user = await makeUser({ mustChangePassword: true });
    await sql("INSERT INTO rate_limits (key, points, expires_at) VALUES ($1, 10, app_now() + interval '10 minutes')", [`login-account:${user.id}`]);
    await sql("INSERT INTO known_devices (id, user_id, device_hash, device_name, first_seen_at, last_seen_at, trusted_until) VALUES (gen_random_uuid(), $1, '\\x01', 'Chrome', app_now(), app_now(), app_now() + interval '1 day')", [user.id]);
    const about = { userId: user.id, address: user.email, ttlSeconds: 3600 };
    const change = await mailToken({ purpose: "email_change", ...about });
    const undo = await mailToken({ purpose: "email_change_undo", ...about });
    const { token } = await resetToken(user);
    await reset(token);
    expect(await signIn(user, NEW)).toBe("in");
    expect(await oneRow("SELECT must_change_password FROM users WHERE id = $1", [user.id])).toEqual({ must_change_password: false });
    expect(await sql("SELECT trusted_until FROM known_devices WHERE user_id = $1 AND device_hash = '\\x01'", [user.id])).toEqual([{ trusted_until: null }]);
    expect(await sql("SELECT id FROM one_time_tokens WHERE id = ANY($1::uuid[])", [[change.id, undo.id]])).toEqual([{ id: undo.id }]);
  });

  it("never deletes the trail of failed sign-ins", async () => {
    const user = await makeUser();
    await signIn(user, "not this one at all");
    const { token } = await resetToken(user);
    await reset(token);
    expect(await sql("SELECT 1 FROM audit_events WHERE action = 'user.login_failed' AND target_user_id = $1", [user.id])).toHaveLength(1);
  });

  it("tells the owner by a mail without any link to the account's secrets", async () => {
    const user = await makeUser();
    const { token } = await resetToken(user);
    await reset(token);
    expect((await lastMail(user.email, /password was changed/)).token).toBe("");
  });

  it("as long as the link lives: 59 minutes later, not after the hour", async () => {
    const [early, late] = [await makeUser(), await makeUser()];
    const links = [await resetToken(early), await resetToken(late)];
    await travel(HOUR - MINUTE);
    expect((await reset(links[0]?.token ?? "")).error).toBeNull();
    await travel(MINUTE + SECOND);
    expect((await reset(links[1]?.token ?? "")).error).toMatchObject({ code: "INVALID_TOKEN", details: { reason: "expired" } });
  });
});

describe("auth.reset-password of an account whose address nobody had proved", () => {
  it("clears what somebody else may have attached to it, and verifies the address", async () => {
    const user = await makeUser({ verified: false });
    const before = await makeSession(user);
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
    await sql("INSERT INTO accounts (id, user_id, type, provider, provider_account_id, created_at) VALUES (gen_random_uuid(), $1, 'oidc', 'google', 'attacker', app_now())", [user.id]);
    await sql("INSERT INTO known_devices (id, user_id, device_hash, device_name, first_seen_at, last_seen_at) VALUES (gen_random_uuid(), $1, '\\x02', 'Chrome', app_now(), app_now())", [user.id]);
    const invitation = await mailToken({ purpose: "invitation", userId: user.id, address: user.email, ttlSeconds: 3600 });
    await mailToken({ purpose: "email_change", userId: user.id, address: "attacker@example.com", ttlSeconds: 3600 });
    const { token } = await resetToken(user);
    const rows = await auditRowsOf(() => reset(token));
    expect(rows).toMatchObject([{ action: "user.password_change", metadata: { method: "reset_token", address_verified: true, sessions_revoked: 1, removed: { first_factor: 1, second_factor: 1, linked_accounts: 1, known_devices: 1, pending_links: 1 } } }]);
    expect((await callAs(before).refusal(checkAuth)).status).toBe(401);
    expect(await oneRow("SELECT email_verified_at IS NOT NULL AS verified, mfa_enabled FROM users WHERE id = $1", [user.id])).toEqual({ verified: true, mfa_enabled: false });
    for (const table of ["accounts", "known_devices"]) expect(await sql(`SELECT 1 FROM ${table} WHERE user_id = $1`, [user.id])).toEqual([]);
    expect(await sql("SELECT id FROM one_time_tokens WHERE user_id = $1 AND consumed_at IS NULL", [user.id])).toEqual([{ id: invitation.id }]);
    expect(await signIn(user, NEW)).toBe("in");
  });

  it("and keeps everything of an owner who had", async () => {
    const user = await makeUser();
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
    await sql("INSERT INTO accounts (id, user_id, type, provider, provider_account_id, created_at) VALUES (gen_random_uuid(), $1, 'oidc', 'google', 'own', app_now())", [user.id]);
    const { token } = await resetToken(user);
    await reset(token);
    expect(await sql("SELECT 1 FROM accounts WHERE user_id = $1", [user.id])).toHaveLength(1);
    expect(await signIn(user, NEW)).toBe("MFA_REQUIRED");
  });
});

describe("auth.reset-password is refused", () => {
  const refusal = async (token: string) => {
    const { error } = await rowsUnchanged(() => reset(token), TRAIL_AND_TOKENS);
    return [error?.status, error?.code, error?.details?.reason];
  };

  it("400 INVALID_TOKEN for a link that is cut off, too long, unknown, of another purpose, used, expired or in use, each with its sentence", async () => {
    const user = await makeUser();
    const { token } = await resetToken(user);
    const foreign = await mailToken({ purpose: "email_verification", userId: user.id, address: user.email, ttlSeconds: 3600 });
    const expired = await resetToken(await makeUser(), { ttlSeconds: -1 });
    const busy = await resetToken(await makeUser());
    await sql("UPDATE one_time_tokens SET claimed_at = app_now() WHERE id = $1", [busy.id]);
    expect(await refusal(token.slice(0, -1))).toEqual([400, "INVALID_TOKEN", "malformed"]);
    expect(await refusal(`${token}x`)).toEqual([400, "INVALID_TOKEN", "malformed"]);
    expect(await refusal("x".repeat(15_000))).toEqual([400, "INVALID_TOKEN", "malformed"]);
    expect(await refusal("A".repeat(43))).toEqual([400, "INVALID_TOKEN", "unknown"]);
    expect(await refusal(foreign.token)).toEqual([400, "INVALID_TOKEN", "foreign"]);
    expect(await refusal(expired.token)).toEqual([400, "INVALID_TOKEN", "expired"]);
    expect(await refusal(busy.token)).toEqual([400, "INVALID_TOKEN", "busy"]);
    await reset(token);
    expect(await refusal(token)).toEqual([400, "INVALID_TOKEN", "used"]);
  });

  it("for a closed account, and for an address that the account no longer has", async () => {
    const banned = await makeUser();
    const moved = await makeUser();
    const links = [await resetToken(banned), await resetToken(moved)];
    await sql("UPDATE users SET banned_at = app_now() WHERE id = $1", [banned.id]);
    await sql("UPDATE users SET email = 'moved-away@example.com' WHERE id = $1", [moved.id]);
    for (const { token } of links) expect(await refusal(token)).toEqual([400, "INVALID_TOKEN", "unknown"]);
  });

  it("to a token that opens something else: none of ours is good for another thing", async () => {
    const viewer = await makeViewer();
    for (const token of [viewer.accessToken, viewer.refreshToken]) expect((await reset(token)).error?.code).toBe("INVALID_TOKEN");
  });

  it("422 for a password that the policy refuses, after which the link still works @asvs V6.2.1", async () => {
    const user = await makeUser();
    const { token } = await resetToken(user);
    for (const password of ["short", "password1234", "x".repeat(73), user.email]) {
      const { error } = await reset(token, password);
      expect([error?.status, error?.details?.fields]).toEqual([422, { new_password: [expect.any(String)] }]);
    }
    expect((await callAs(null).refusal(resetPasswordByPath, { params: { token }, input: { password: "short" } })).details?.fields).toHaveProperty("password");
    expect((await reset(token)).error).toBeNull();
  });

  it("422 without a link and without both parts of the other way, and for unknown keys", async () => {
    for (const input of [{ new_password: NEW }, { email: "a@example.com", new_password: NEW }, { code: "123456", new_password: NEW }, { token: "x", new_password: NEW, user_id: "1" }])
      expect((await callAs(null).refusal(resetPassword, { input })).status).toBe(422);
  });
});

describe("auth.reset-password is recorded", () => {
  it("with the method, whoever asks; and each try that came to nothing with its reason", async () => {
    const user = await makeUser();
    const session = await makeSession(user);
    const { token } = await resetToken(user);
    expect(session.sessionId).toBeTruthy();
    const rows = await auditRowsOf(async () => {
      await reset(token);
      await reset(token);
      await reset("cut off");
    });
    const action = "user.password_change";
    expect(rows).toMatchObject([
      { action, success: true, actor_id: user.id, target_user_id: user.id, organization_id: user.organizationId, metadata: { method: "reset_token", sessions_revoked: 1 } },
      { action, success: false, actor_id: null, target_user_id: user.id, error_code: "INVALID_TOKEN", metadata: { method: "reset_token", reason: "used" } },
      { action, success: false, actor_id: null, target_user_id: null, error_code: "INVALID_TOKEN", metadata: { method: "reset_token", reason: "malformed" } },
    ]);
  });
});
