import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { login } from "@/lib/features/auth/operations/login";
import { makeUser } from "../../factories/make-user";
import { auditMark, auditRowsOf, auditRowsSince } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { DAY } from "../../setup/clock";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const route = await import("@/app/api/auth/login/route");
const signIn = (body: Record<string, unknown>, ip?: string) => http(route, { body, ip });
const withoutId = (body: Record<string, unknown>) => JSON.stringify({ ...body, request_id: "" });

describe("auth.login is allowed", () => {
  it("by identifier, email or username, each holding an address or a username, in any letter case", async () => {
    const user = await makeUser({ email: "ada@example.com", username: "Ada.L" });
    for (const field of ["identifier", "email", "username"]) {
      for (const value of ["ada@example.com", "ADA@Example.Com", "Ada.L", "ada.l", "  ada.l  "]) {
        const answer = await signIn({ [field]: value, password: user.password });
        expect([field, value, answer.status]).toEqual([field, value, 200]);
        expect(answer.body.user.id).toBe(user.id);
      }
    }
  });

  it("answers the union of what clients read, and tokens that work", async () => {
    const user = await makeUser({ roles: ["manager"] });
    const { body } = await signIn({ email: user.email, password: user.password });
    expect(body).toMatchObject({ success: true, message: expect.any(String), msg: expect.any(String), token_type: "Bearer", expires_in: 900 });
    expect(body.user).toMatchObject({ id: user.id, role: "manager", role_name: "manager", roles: ["manager"], tenant_id: user.organizationId });
    expect(body.user.permissions).toContain("users.ban");
    expect(body.user.last_login_at).toMatch(/Z$/);
    expect((await callAs({ accessToken: body.access_token }).output(checkAuth)).user.id).toBe(user.id);
  });

  it("makes a new session each time, whatever tokens the request bears", async () => {
    const user = await makeUser();
    const first = await signIn({ email: user.email, password: user.password });
    const again = await http(route, { body: { email: user.email, password: user.password }, browser: true, cookies: { access_token: first.body.access_token, refresh_token: first.body.refresh_token } });
    const { count } = await oneRow<{ count: number }>("SELECT count(*)::int AS count FROM sessions WHERE user_id = $1", [user.id]);
    expect(count).toBe(2);
    expect(again.cookies.refresh_token?.value).not.toBe(first.body.refresh_token);
  });

  it("after a ban has run out, or with a password that is due for a change", async () => {
    const lapsed = await makeUser({ banned: new Date(Date.now() - DAY) });
    expect((await signIn({ email: lapsed.email, password: lapsed.password })).status).toBe(200);
    const due = await makeUser({ mustChangePassword: true });
    expect((await signIn({ email: due.email, password: due.password })).status).toBe(200);
  });

  it("without an organization or a verified address", async () => {
    const user = await makeUser({ organization: null, verified: false });
    const { status, body } = await signIn({ email: user.email, password: user.password });
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ tenant_id: null, is_verified: false, roles: [] });
  });

  it("takes at most five statements, the sign-in itself one commit", async () => {
    const user = await makeUser();
    const counted = await countStatements(() => callAs(null).output(login, { input: { email: user.email, password: user.password } }));
    expect(counted.statements).toBeLessThanOrEqual(5);
    expect(counted.begins).toBe(0);
    expect(counted.texts.filter((text) => /INSERT INTO (sessions|audit_events|refresh_tokens|known_devices)/.test(text))).toHaveLength(1);
  });

  it("fifteen at once from one address and for one account all succeed, with their places given back", async () => {
    const user = await makeUser();
    const { withEnv } = await import("../../setup/with-env");
    await withEnv({ RATE_LIMIT_LOGIN: "1000/60s", LOGIN_MAX_ATTEMPTS: "1000" }, async () => {
      const first = await signIn({ email: user.email, password: user.password }, "203.0.113.9");
      expect(first.status).toBe(200);
      const answers = await Promise.all(Array.from({ length: 8 }, () => signIn({ email: user.email, password: user.password }, "203.0.113.9")));
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    });
    const [left] = await sql<{ points: number }>("SELECT points FROM rate_limits WHERE key = $1", [`login-account:${user.id}`]);
    expect(left?.points).toBe(0);
  });
});

describe("auth.login is refused", () => {
  it("with one generic 401, equal byte for byte, for whatever is wrong @asvs V6.3.8", async () => {
    const wrong = "a password that nobody has";
    const states = {
      known: await makeUser(),
      passwordless: await makeUser({ password: null }),
      banned: await makeUser({ banned: true }),
      inactive: await makeUser({ isActive: false }),
      deleted: await makeUser({ deleted: true }),
      unverified: await makeUser({ verified: false }),
    };
    const identifiers = [...Object.values(states).map(({ email }) => email), "nobody@example.com", "nobody"];
    const answers = await Promise.all(identifiers.map((identifier) => signIn({ identifier, password: wrong })));
    const long = await signIn({ identifier: states.known.email, password: "x".repeat(73) });
    const [reference] = answers;
    for (const answer of [...answers, long]) {
      expect(answer.status).toBe(401);
      expect(withoutId(answer.body)).toBe(withoutId(reference?.body));
      expect([...answer.headers.keys()]).toEqual([...(reference?.headers.keys() ?? [])]);
      expect(answer.cookies).toEqual({});
    }
    expect(reference?.body).toMatchObject({ code: "INVALID_CREDENTIALS", error: expect.stringContaining("(401)") });
    expect(reference?.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("never signs in to an account without a password", async () => {
    const user = await makeUser({ password: null });
    for (const password of [" ", "null", "no account has this password"]) expect((await signIn({ email: user.email, password })).status).toBe(401);
  });

  it("403 ACCOUNT_DISABLED once the password is right", async () => {
    const banned = [{ banned: true }, { banned: new Date(Date.now() + DAY) }, { isActive: false }] as const;
    for (const state of banned) {
      const user = await makeUser(state);
      const answer = await rowsUnchanged(() => signIn({ email: user.email, password: user.password }));
      expect(answer).toMatchObject({ status: 403, body: { code: "ACCOUNT_DISABLED" }, cookies: {} });
    }
  });

  it("to somebody deleted, as if they had never been", async () => {
    const user = await makeUser({ deleted: true });
    expect((await signIn({ email: user.email, password: user.password })).body.code).toBe("INVALID_CREDENTIALS");
  });

  it("from a page of another origin, before anything is looked at @asvs V3.5.1", async () => {
    const user = await makeUser();
    const answer = await rowsUnchanged(() => http(route, { body: { email: user.email, password: user.password }, headers: { origin: "https://evil.example" } }), []);
    expect(answer).toMatchObject({ status: 403, body: { code: "CSRF" }, cookies: {} });
  });

  it("with a password that changed while it was being compared", async () => {
    const { findPersonAtDoor, signIn: commit } = await import("@/lib/features/auth/repo");
    const { newSession } = await import("@/lib/session/session-store");
    const { makeTestContext } = await import("../../setup/test-context");
    const { sealEvent } = await import("@/lib/audit/audit-event");
    const user = await makeUser();
    const ctx = makeTestContext();
    const origin = { actorId: null, impersonatorId: null, organizationId: null, sessionId: null, requestId: ctx.requestId, ipAddress: null, userAgent: null };
    const rows = { success: sealEvent({ action: "user.login" }, origin), refusal: sealEvent({ action: "user.login_failed", success: false }, origin) };
    const session = newSession(ctx, { amr: ["pwd"], rememberMe: true });
    const standing = (await findPersonAtDoor(user.id, null))?.standing ?? "";
    const begun = await commit({ userId: user.id, standing, passwordHash: "$2b$04$the.one.before", session, device: null, notice: null, renewedHash: null, mustBeVerified: false, isSecondFactorDone: true, giveBack: [], audit: rows });
    expect(begun).toBeNull();
    expect(await sql("SELECT 1 FROM sessions WHERE user_id = $1", [user.id])).toEqual([]);
  });
});

describe("auth.login with invalid input", () => {
  expectRefused(login, { valid: async () => ({ input: { identifier: "somebody", email: "a@example.com", username: "somebody", password: "x" } }) });

  it.each([
    ["no name", { password: "x" }],
    ["an empty name", { identifier: "  ", password: "x" }],
    ["no password", { identifier: "a" }],
    ["an empty password", { identifier: "a", password: "" }],
    ["a password of 10,000 characters", { identifier: "a", password: "x".repeat(10_000) }],
    ["a name of 10,000 characters", { identifier: "x".repeat(10_000), password: "x" }],
    ["an object for a name", { identifier: { $ne: null }, password: "x" }],
    ["U+0000", { identifier: "a\0b", password: "x" }],
    ["half a surrogate pair", { identifier: "\ud83e", password: "x" }],
    ["a remember_me of no kind", { identifier: "a", password: "x", remember_me: "maybe" }],
  ])("422 for %s", async (_title, body) => {
    const answer = await rowsUnchanged(() => signIn(body), ["rate_limits"]);
    expect(answer).toMatchObject({ status: 422, body: { code: "VALIDATION_ERROR", details: { fields: expect.any(Object) } } });
  });

  it.each(["' OR 1=1 --", "admin'--", "*", "%", "<img src=x onerror=alert(1)>", "🦊", "مرحبا"])("401 for %s, which is nobody", async (identifier) => {
    expect((await signIn({ identifier, password: "x" })).status).toBe(401);
  });
});

describe("auth.login writes nothing when refused", () => {
  it("but its audit row and its counters", async () => {
    const user = await makeUser();
    const answer = await rowsUnchanged(() => signIn({ email: user.email, password: "wrong" }));
    expect(answer.status).toBe(401);
  });
});

describe("auth.login's audit rows", () => {
  it("user.login with the session it began", async () => {
    const user = await makeUser();
    const since = await auditMark();
    await callAs(null, { ip: "203.0.113.6" }).output(login, { input: { email: user.email, password: user.password } });
    const { id } = await oneRow<{ id: string }>("SELECT id FROM sessions WHERE user_id = $1", [user.id]);
    expect(await auditRowsSince(since)).toMatchObject([
      { action: "user.login", actor_id: user.id, target_user_id: user.id, session_id: id, organization_id: user.organizationId, success: true, error_code: null, ip_address: "203.0.113.6" },
    ]);
  });

  it("user.login_failed with what was typed, for known and unknown alike @asvs V16.3.1", async () => {
    const user = await makeUser();
    const rows = await auditRowsOf(async () => {
      await signIn({ email: user.email, password: "wrong" }, "203.0.113.7");
      await signIn({ username: "nobody-here", password: "wrong" });
    });
    expect(rows).toMatchObject([
      { action: "user.login_failed", actor_id: null, target_user_id: user.id, success: false, error_code: "INVALID_CREDENTIALS", identifier: user.email, ip_address: "203.0.113.7", session_id: null },
      { action: "user.login_failed", actor_id: null, target_user_id: null, success: false, error_code: "INVALID_CREDENTIALS", identifier: "nobody-here" },
    ]);
    expect(JSON.stringify(rows)).not.toContain("wrong");
  });

  it("user.login_failed with ACCOUNT_DISABLED for the banned", async () => {
    const user = await makeUser({ banned: true });
    expect(await auditRowsOf(() => signIn({ email: user.email, password: user.password }))).toMatchObject([
      { action: "user.login_failed", target_user_id: user.id, success: false, error_code: "ACCOUNT_DISABLED" },
    ]);
  });

  it("none for a blocked try or an invalid body", async () => {
    expect(await auditRowsOf(() => signIn({ password: "x" }))).toEqual([]);
  });
});
