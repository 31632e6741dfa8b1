import { describe, expect, it } from "vitest";
import * as route from "@/app/api/auth/magic-link/verify/route";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { verifyMagicLink } from "@/lib/features/magic-link/operations/verify-magic-link";
import { mailToken } from "@/tests/factories/mail-token";
import { makePasskey } from "@/tests/factories/make-passkey";
import { makeSession } from "@/tests/factories/make-session";
import { makeUser, type TestUser } from "@/tests/factories/make-user";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { rowsUnchanged, TRAIL_AND_TOKENS } from "@/tests/setup/rows-unchanged";
import { oneRow, sql } from "@/tests/setup/sql";
import { withEnv } from "@/tests/setup/with-env";

const linkFor = (user: TestUser, purpose: "magic_link" | "password_reset" = "magic_link", payload?: Record<string, unknown>) =>
  mailToken({ purpose, userId: user.id, address: user.email, ttlSeconds: 900, withCode: true, payload });
const verify = (input: Record<string, unknown>, options: Parameters<typeof callAs>[1] = {}) => callAs(null, options).run(verifyMagicLink, { input });
const reasonOf = async (input: Record<string, unknown>) => (await verify(input)).error?.details?.reason;
const sessionsOf = (userId: string) => sql<{ amr: string[]; remember_me: boolean }>("SELECT amr, remember_me FROM sessions WHERE user_id = $1", [userId]);
/** A code that is not this one. */
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

describe("auth.verify-magic-link begins the same session as every door", () => {
  it("by the link", async () => {
    const user = await makeUser();
    const { token } = await linkFor(user);
    const answer = await http(route, { body: { token, remember_me: false }, browser: true });
    expect(answer).toMatchObject({ status: 200, body: { success: true, user: { id: user.id } } });
    expect(answer.cookies.refresh_token?.line).toContain("HttpOnly");
    expect(answer.body.access_token).toBeUndefined();
    expect(await sessionsOf(user.id)).toEqual([{ amr: ["email"], remember_me: false }]);
  });

  it("by the address and the code, as people copy them", async () => {
    const user = await makeUser();
    const { code } = await linkFor(user);
    const { output, ctx } = await verify({ email: ` ${user.email.toUpperCase()}`, code: `${code.slice(0, 3)} - ${code.slice(3)}` });
    expect(output?.user.id).toBe(user.id);
    const session = ctx.effects.session;
    if (!session || session === "ended") throw new Error("there is no session");
    expect((await callAs(session).output(checkAuth)).user.id).toBe(user.id);
  });

  it("uses all links of the account up", async () => {
    const user = await makeUser();
    const [first, second] = [await linkFor(user), await linkFor(user, "password_reset")];
    expect((await verify({ token: first.token })).error).toBeNull();
    expect(await reasonOf({ email: user.email, code: first.code })).toBe("code");
    expect(await oneRow("SELECT consumed_at FROM one_time_tokens WHERE id = $1", [second.id])).toEqual({ consumed_at: null });
  });

  it("asks for the second factor, which a mail alone is not", async () => {
    const user = await makeUser();
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
    const { token } = await linkFor(user);
    const { error, ctx } = await verify({ token });
    expect(error).toMatchObject({ status: 401, code: "MFA_REQUIRED", details: { mfa_token: expect.any(String) } });
    expect([ctx.effects.session, await sessionsOf(user.id)]).toEqual([undefined, []]);
    expect(await reasonOf({ token })).toBe("used");
  });

  it("writes one row", async () => {
    const user = await makeUser();
    const { token } = await linkFor(user);
    expect(await auditRowsOf(() => verify({ token }))).toMatchObject([{ action: "user.login", success: true, actor_id: user.id, target_user_id: user.id, metadata: { provider: "magic_link", amr: ["email"] } }]);
  });
});

describe("auth.verify-magic-link proves the address", () => {
  it("and takes away what was attached to it before", async () => {
    const user = await makeUser({ verified: false });
    const before = await makeSession(user);
    await makePasskey(user);
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
    const { token } = await linkFor(user);
    const rows = await auditRowsOf(async () => expect((await verify({ token })).error).toBeNull());
    expect(rows).toMatchObject([
      { action: "user.email_verification", success: true, target_user_id: user.id, metadata: { method: "magic_link", sessions_revoked: 1 } },
      { action: "user.login", success: true, target_user_id: user.id },
    ]);
    expect(await oneRow("SELECT email_verified_at IS NOT NULL AS verified, password_hash, mfa_enabled FROM users WHERE id = $1", [user.id])).toEqual({ verified: true, password_hash: null, mfa_enabled: false });
    expect(await sql("SELECT 1 FROM passkeys WHERE user_id = $1", [user.id])).toEqual([]);
    expect(await callAs(before).refusal(checkAuth)).toMatchObject({ status: 401 });
  });

  it("also where nobody signs in before they have", () =>
    withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => {
      const user = await makeUser({ verified: false });
      const { token } = await linkFor(user);
      expect((await verify({ token })).error).toBeNull();
    }));

  it("but leaves an account as it is whose address was proved before", async () => {
    const user = await makeUser();
    const before = await makeSession(user);
    await verify({ token: (await linkFor(user)).token });
    expect((await callAs(before).output(checkAuth)).user.id).toBe(user.id);
    expect(await oneRow("SELECT password_hash IS NOT NULL AS kept FROM users WHERE id = $1", [user.id])).toEqual({ kept: true });
  });
});

describe("auth.verify-magic-link is refused", () => {
  it("400 with its reason for a link that is cut off, grown, unknown, of another purpose, used or expired", async () => {
    const user = await makeUser();
    const { token } = await linkFor(user);
    expect(await reasonOf({ token: token.slice(0, -1) })).toBe("malformed");
    expect(await reasonOf({ token: `${token}x` })).toBe("malformed");
    expect(await reasonOf({ token: "x".repeat(20_000) })).toBe("malformed");
    expect(await reasonOf({ token: "x".repeat(43) })).toBe("unknown");
    expect(await reasonOf({ token: (await linkFor(user, "password_reset")).token })).toBe("foreign");
    expect((await verify({ token })).error).toBeNull();
    expect(await reasonOf({ token })).toBe("used");
    const late = await linkFor(user);
    await travel(15 * MINUTE + 1000);
    expect(await reasonOf({ token: late.token })).toBe("expired");
    expect(await reasonOf({ email: user.email, code: late.code })).toBe("code");
  });

  it("400 for somebody else's code, and for one of an address that nobody has, equal byte for byte", async () => {
    const [user, stranger] = [await makeUser(), await makeUser()];
    const [{ code }] = [await linkFor(user), await linkFor(stranger)];
    const answers = await Promise.all(
      [{ email: stranger.email, code: other(code) }, { email: "nobody@example.org", code }].map((body) => rowsUnchanged(() => http(route, { body }), TRAIL_AND_TOKENS)),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(JSON.stringify({ ...answer.body, request_id: "" })).toBe(JSON.stringify({ ...answers[0]?.body, request_id: "" }));
    }
  });

  it("for a link to an address that the account no longer has, or of somebody who is gone", async () => {
    const moved = await makeUser();
    const link = await linkFor(moved);
    await sql("UPDATE users SET email = 'moved@example.org' WHERE id = $1", [moved.id]);
    expect(await reasonOf({ token: link.token })).toBe("unknown");
    const gone = await makeUser();
    const left = await linkFor(gone);
    await sql("UPDATE users SET deleted_at = app_now() WHERE id = $1", [gone.id]);
    expect(await reasonOf({ token: left.token })).toBe("unknown");
  });

  it("403 for somebody banned, whose link and address stay as they are", async () => {
    const user = await makeUser({ verified: false, banned: true });
    const { token } = await linkFor(user);
    const rows = await auditRowsOf(async () => expect((await verify({ token })).error).toMatchObject({ status: 403, code: "ACCOUNT_DISABLED" }));
    expect(rows).toMatchObject([{ action: "user.login_failed", error_code: "ACCOUNT_DISABLED", target_user_id: user.id, metadata: { provider: "magic_link" } }]);
    expect(await oneRow("SELECT email_verified_at FROM users WHERE id = $1", [user.id])).toEqual({ email_verified_at: null });
  });

  it("of one link used sixteen times at once one signs in; of its code too", async () => {
    for (const way of ["token", "code"] as const) {
      const user = await makeUser();
      const { token, code } = await linkFor(user);
      const input = way === "token" ? { token } : { email: user.email, code };
      const outcomes = await Promise.all(Array.from({ length: 16 }, () => verify(input)));
      expect(outcomes.filter(({ error }) => error === null)).toHaveLength(1);
      expect(await sessionsOf(user.id)).toHaveLength(1);
    }
  });

  it("a link and its code used at once sign in once", async () => {
    const user = await makeUser();
    const { token, code } = await linkFor(user);
    const outcomes = await Promise.all([verify({ token }), verify({ email: user.email, code }), verify({ token })]);
    expect(outcomes.filter(({ error }) => error === null)).toHaveLength(1);
  });

  it("a code that was tried five times wrongly is dead; the link is not", async () => {
    const user = await makeUser();
    const { token, code } = await linkFor(user);
    const tries = await Promise.all(Array.from({ length: 5 }, () => reasonOf({ email: user.email, code: other(code) })));
    expect(tries).toEqual(Array(5).fill("code"));
    expect(await reasonOf({ email: user.email, code })).toBe("code");
    expect((await verify({ token })).error).toBeNull();
  });

  it("429 for the eleventh code of an account, from any number of addresses, known or not; its owner's device has tries of its own", async () => {
    const user = await makeUser();
    const device = "the owner's browser";
    await verify({ token: (await linkFor(user)).token }, { deviceCookie: device, kind: "action" });
    for (const email of [user.email, "nobody-five@example.org"]) {
      for (let time = 1; time <= 10; time += 1) expect((await verify({ email, code: "000000" })).error?.status).toBe(400);
      const blocked = await rowsUnchanged(() => verify({ email, code: "000000" }));
      expect(blocked.error).toMatchObject({ status: 429, code: "RATE_LIMIT_EXCEEDED" });
      await withEnv({ RATE_LIMIT_ENABLED: "false" }, async () => expect((await verify({ email, code: "000000" })).error?.status).toBe(429));
    }
    const { code } = await linkFor(user);
    expect((await verify({ email: user.email, code }, { deviceCookie: device, kind: "action" })).error).toBeNull();
  });

  it("a right code gives its place back", async () => {
    const user = await makeUser();
    for (let time = 1; time <= 12; time += 1) {
      const { code } = await linkFor(user);
      expect((await verify({ email: user.email, code })).error).toBeNull();
    }
  });

  it("with one row that says by what and why", async () => {
    const user = await makeUser();
    const { code } = await linkFor(user);
    const rows = await auditRowsOf(async () => {
      await verify({ email: user.email, code: other(code) });
      await verify({ token: "x".repeat(43) });
    });
    const refused = { action: "user.login_failed", success: false, error_code: "INVALID_TOKEN", actor_id: null };
    expect(rows).toMatchObject([
      { ...refused, target_user_id: user.id, identifier: user.email, metadata: { provider: "magic_link", reason: "code" } },
      { ...refused, target_user_id: null, metadata: { provider: "magic_link", reason: "unknown" } },
    ]);
  });

  it("404 where it is off, and the link stays good", async () => {
    const { token } = await linkFor(await makeUser());
    await withEnv({ MAGIC_LINK: "false" }, async () => expect((await rowsUnchanged(() => verify({ token }))).error?.status).toBe(404));
    expect((await verify({ token })).error).toBeNull();
  });

  expectRefused(verifyMagicLink, {
    valid: () => ({ input: { token: "x".repeat(43) } }),
    invalid: {
      "a link too long": { token: "x".repeat(20_001) },
      "link and code at once": { email: "nobody@example.org", code: "123456" },
      "a code without an address": { token: undefined, code: "123456" },
      "letters for a code": { token: undefined, email: "nobody@example.org", code: "12345x" },
    },
  });
});
