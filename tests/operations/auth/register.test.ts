import { describe, expect, it } from "vitest";
import { registerAccount } from "@/lib/features/auth/operations/register";
import { makeUser, TEST_PASSWORD } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { signedUp } from "../../factories/signed-up";
import { auditMark, auditRowsOf, auditRowsSince } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";
import { TEST_ORIGIN } from "../../setup/test-context";

const registerRoute = await import("@/app/api/auth/register/route");
const signupRoute = await import("@/app/api/auth/signup/route");

let made = 0;
const fresh = (changes: Record<string, unknown> = {}) => ({ email: `new-${++made}@example.com`, password: TEST_PASSWORD, ...changes });
const enroll = (changes: Record<string, unknown> = {}) => signedUp(fresh(changes));

describe("auth.register is allowed", () => {
  it("201 with the person as every client reads them, signed in, at both paths", async () => {
    for (const route of [registerRoute, signupRoute]) {
      const body = fresh({ first_name: "Ada", last_name: "Lovelace", phone_number: "+49 30 1234567" });
      const answer = await http(route, { body });
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({
        success: true,
        message: expect.any(String),
        msg: expect.any(String),
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        token_type: "Bearer",
        expires_in: 900,
      });
      const { user } = answer.body;
      expect(user).toMatchObject({ email: body.email, first_name: "Ada", last_name: "Lovelace", full_name: "Ada Lovelace", phone_number: "+49 30 1234567" });
      expect(user).toMatchObject({ role: "user", role_name: "user", roles: ["user"], is_active: true, is_verified: false, provider: "local" });
      expect(user.role_id).toMatch(/^[0-9a-f-]{36}$/);
      expect(user.tenant_id).toMatch(/^[0-9a-f-]{36}$/);
      expect(JSON.stringify(answer.body)).not.toContain("$2b$");
    }
  });

  it("joins the default organization with the default role and one live session", async () => {
    const { user } = await signedUp(fresh(), { origin: TEST_ORIGIN });
    const row = await oneRow(
      `SELECT o.slug, r.name AS role, a.organization_id = o.id AS here, a.granted_by_id, u.password_hash LIKE '$2b$%' AS hashed,
              (SELECT count(*)::int FROM sessions s WHERE s.user_id = u.id AND s.revoked_at IS NULL) AS sessions,
              (SELECT count(*)::int FROM known_devices d WHERE d.user_id = u.id) AS devices
         FROM users u JOIN memberships m ON m.user_id = u.id JOIN organizations o ON o.id = m.organization_id
         JOIN role_assignments a ON a.user_id = u.id JOIN roles r ON r.id = a.role_id WHERE u.id = $1`,
      [user.id],
    );
    expect(row).toMatchObject({ slug: "default", role: "user", here: true, hashed: true, sessions: 1, devices: 1 });
  });

  it("ends the session that the browser had, and remembers no device of a client that keeps no cookies @asvs V7.2.4", async () => {
    const before = await makeViewer();
    const rows = await auditRowsOf(() => callAs(null, { cookie: before.accessToken }).output(registerAccount, { input: fresh() }));
    expect(rows).toMatchObject([{ action: "user.signup" }, { action: "session.revoked", target_user_id: before.user.id, resource_id: before.sessionId }]);
    const { user } = await enroll();
    expect(await sql("SELECT 1 FROM known_devices WHERE user_id = $1", [user.id])).toEqual([]);
  });

  it("makes a username where none is given, and keeps one that is", async () => {
    const first = await enroll({ email: "grace.hopper+navy@example.com" });
    expect(first.user.username).toMatch(/^grace\.hopper-[0-9a-z]{6}$/);
    expect((await enroll({ email: "grace.hopper@other.example.com", username: "" })).user.username).toMatch(/^grace\.hopper-[0-9a-z]{6}$/);
    expect((await enroll({ username: "Grace_H" })).user.username).toBe("Grace_H");
    expect((await enroll({ email: "++++@example.com" })).user.username).toMatch(/^user-/);
  });

  it("takes full_name from clients that know one field, and names of any script", async () => {
    expect((await enroll({ full_name: "Grace Brewster Hopper" })).user).toMatchObject({ first_name: "Grace Brewster", last_name: "Hopper" });
    expect((await enroll({ full_name: "Plato" })).user).toMatchObject({ first_name: "Plato", last_name: null });
    expect((await enroll({ first_name: "🦊", last_name: "مرحبا" })).user.full_name).toBe("🦊 مرحبا");
    expect((await enroll({ first_name: "<script>alert(1)</script>", last_name: "'; DROP TABLE users; --" })).user.first_name).toBe("<script>alert(1)</script>");
  });

  it("cuts a long full_name between characters, not inside one", async () => {
    const { user } = await enroll({ full_name: `a${"🦊".repeat(40)} b` });
    expect(user.first_name).toBe(`a${"🦊".repeat(24)}`);
  });

  it("trims the address and puts it in lower case, and never touches the password @asvs V6.2.8", async () => {
    const password = "  spaces stay where they are  ";
    const { user } = await enroll({ email: "  MiXed@Example.COM ", password });
    expect(user.email).toBe("mixed@example.com");
    const login = await import("@/app/api/auth/login/route");
    expect((await http(login, { body: { email: "mixed@example.com", password } })).status).toBe(200);
    expect((await http(login, { body: { email: "mixed@example.com", password: password.trim() } })).status).toBe(401);
  });

  it("queues one welcome mail in the same commit", async () => {
    const { user } = await enroll();
    const mails = await sql("SELECT payload FROM outbox_messages WHERE idempotency_key = $1", [`welcome:${user.id}`]);
    expect(mails).toMatchObject([{ payload: { to: user.email } }]);
  });

  it("takes three statements and one commit for the account, beside the limiter", async () => {
    const counted = await countStatements(() => enroll());
    expect(counted.begins).toBe(0);
    expect(counted.statements).toBeLessThanOrEqual(5);
  });
});

describe("auth.register is refused", () => {
  it("a field that would raise privileges is dropped @asvs V15.3.3", async () => {
    const admin = await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'admin'");
    const body = fresh({
      role_id: admin.id, role: "admin", roles: ["admin"], permissions: ["*"], is_active: false, is_admin: true, tenant_id: admin.id,
      email_verified_at: "2020-01-01T00:00:00Z", is_verified: true, id: admin.id, must_change_password: true, provider: "google",
    });
    const { status, body: answer } = await http(registerRoute, { body });
    expect(status).toBe(201);
    expect(answer.user).toMatchObject({ role: "user", roles: ["user"], permissions: [], is_active: true, is_verified: false, provider: "local" });
    expect(answer.user.id).not.toBe(admin.id);
    expect(answer.user.tenant_id).not.toBe(admin.id);
    const held = await sql("SELECT r.name FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.user_id = $1", [answer.user.id]);
    expect(held).toEqual([{ name: "user" }]);
  });

  it("from a page of another origin, with nothing written @asvs V3.5.1", async () => {
    const answer = await rowsUnchanged(() => http(registerRoute, { body: fresh(), headers: { origin: "https://evil.example" } }), []);
    expect(answer).toMatchObject({ status: 403, body: { code: "CSRF" }, cookies: {} });
  });

  it("429 for the fourth account of an address within the hour @asvs V2.4.1", async () => {
    const ip = "203.0.113.77";
    for (let count = 0; count < 3; count += 1) expect((await http(registerRoute, { body: fresh(), ip })).status).toBe(201);
    const answer = await rowsUnchanged(() => http(registerRoute, { body: fresh(), ip }));
    expect(answer).toMatchObject({ status: 429, body: { code: "RATE_LIMIT_EXCEEDED", retry_after_minutes: 60 } });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(3500);
    expect((await http(registerRoute, { body: fresh() })).status).toBe(201);
  });
});

describe("auth.register with invalid input", () => {
  expectRefused(registerAccount, { valid: () => ({ input: fresh({ username: `name-${made}`, first_name: "A", last_name: "B" }) }) });

  it.each([
    ["seven characters", { password: "Ab3$xyz" }, "password"],
    ["73 bytes", { password: "x".repeat(73) }, "password"],
    ["73 bytes of few characters", { password: `${"é".repeat(36)}x` }, "password"],
    ["one of the most used @asvs V6.2.4", { password: "password123" }, "password"],
    ["the product's name @asvs V6.2.11", { password: "Gatehouse1" }, "password"],
    ["the address's name", { email: "margaret.hamilton@example.com", password: "hamilton12" }, "password"],
    ["the username", { username: "kayak.club", password: "KayakClub99" }, "password"],
    ["no address", { email: "nobody" }, "email"],
    ["an address with a line break", { email: "a@example.com\nbcc: b@example.com" }, "email"],
    ["a very long address", { email: `${"a".repeat(10_000)}@example.com` }, "email"],
    ["a username of two", { username: "ab" }, "username"],
    ["the username that a deleted account gets", { username: "Deleted_019fa325-4d89-72b5-a8ed-b421f9c68548" }, "username"],
    ["the address that a deleted account gets", { email: "deleted_019fa325-4d89-72b5-a8ed-b421f9c68548@deactivated.local" }, "email"],
    ["a username with an at sign", { username: "a@example.com" }, "username"],
    ["a username of markup", { username: "<b>name</b>" }, "username"],
    ["a name that speaks for the house", { username: "Admin" }, "username"],
    ["one with dashes between its letters", { username: "s-u-p.p_ort" }, "username"],
    ["one with a Cyrillic letter", { username: "\u0430dministrator" }, "username"],
    ["one in full-width letters", { username: "\uff41\uff44\uff4d\uff49\uff4e" }, "username"],
    ["one with a letter that shows nothing", { username: "ad\u200bmin" }, "username"],
    ["a name of another script", { username: "\u4f60\u597d\u4f60" }, "username"],
    ["a first name of 51", { first_name: "x".repeat(51) }, "first_name"],
    ["a phone number of letters", { phone_number: "call me maybe" }, "phone_number"],
    ["half a surrogate pair", { first_name: "\ud83e" }, "first_name"],
  ])("422 for %s", async (_title, changes, field) => {
    const answer = await rowsUnchanged(() => http(registerRoute, { body: fresh(changes) }));
    expect(answer).toMatchObject({ status: 422, body: { code: "VALIDATION_ERROR", details: { fields: { [field]: [expect.any(String)] } } } });
    expect(JSON.stringify(answer.body)).not.toContain(String((changes as { password?: string }).password ?? "no password"));
  });

  it("takes 72 bytes and every kind of character @asvs V6.2.5 @asvs V6.2.9", async () => {
    expect((await http(registerRoute, { body: fresh({ password: "q7".repeat(36) }) })).status).toBe(201);
    expect((await http(registerRoute, { body: fresh({ password: "пароль не из словаря" }) })).status).toBe(201);
    expect((await http(registerRoute, { body: fresh({ password: "onlylowercaseletters" }) })).status).toBe(201);
  });

  it.each([
    ["broken JSON", "{", "application/json", 400],
    ["an array", "[]", "application/json", 400],
    ["bytes that are no UTF-8", undefined, "application/json", 400],
    ["a form", "email=a", "application/x-www-form-urlencoded", 415],
    ["no type", "{}", "", 415],
  ])("%s is no body", async (_title, text, type, status) => {
    const bytes = text === undefined ? new Uint8Array([0x7b, 0xff, 0x7d]) : new TextEncoder().encode(text);
    const request = new Request("http://localhost:3000/api/auth/register", {
      method: "POST", body: bytes, headers: { "content-type": type, "content-length": String(bytes.byteLength) },
    });
    const answer = await rowsUnchanged(() => registerRoute.POST(request, { params: Promise.resolve({}) }));
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: expect.any(String), code: expect.any(String), request_id: expect.any(String) });
  });
});

describe("auth.register in conflict", () => {
  it("400 EMAIL_TAKEN and USERNAME_TAKEN in any letter case, naming the field", async () => {
    const known = await makeUser({ email: "Known.Person@example.com".toLowerCase(), username: "KnownPerson" });
    const cases = [
      [{ email: "KNOWN.person@Example.com" }, "EMAIL_TAKEN", "email"],
      [{ username: "knownPERSON" }, "USERNAME_TAKEN", "username"],
      [{ email: known.email, username: known.username }, "EMAIL_TAKEN", "email"],
    ] as const;
    for (const [changes, code, field] of cases) {
      const answer = await rowsUnchanged(() => http(registerRoute, { body: fresh(changes) }));
      expect(answer).toMatchObject({ status: 400, body: { code, details: { fields: { [field]: [expect.any(String)] } } }, cookies: {} });
      expect(answer.body.access_token).toBeUndefined();
    }
  });

  it("of two registrations of one address at once, one wins @asvs V15.4.2", async () => {
    const email = "raced@example.com";
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => http(registerRoute, { body: fresh({ email: n % 2 ? email : email.toUpperCase() }) })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(400)]);
    const { id } = await oneRow<{ id: string }>("SELECT id FROM users WHERE email = $1", [email]);
    const counts = await oneRow(
      `SELECT (SELECT count(*)::int FROM sessions WHERE user_id = $1) AS sessions, (SELECT count(*)::int FROM audit_events WHERE actor_id = $1) AS audits,
              (SELECT count(*)::int FROM outbox_messages WHERE payload->>'to' = $2) AS mails`,
      [id, email],
    );
    expect(counts).toEqual({ sessions: 1, audits: 1, mails: 2 });
  });
});

describe("auth.register's audit rows", () => {
  it("one user.signup, which holds neither address nor password", async () => {
    const body = fresh();
    const since = await auditMark();
    const { user } = await signedUp(body, { ip: "203.0.113.5" });
    const rows = await auditRowsSince(since);
    expect(rows).toMatchObject([{ action: "user.signup", actor_id: user.id, target_user_id: user.id, success: true, error_code: null, ip_address: "203.0.113.5" }]);
    const { id } = await oneRow<{ id: string }>("SELECT id FROM sessions WHERE user_id = $1", [user.id]);
    expect(rows[0]?.session_id).toBe(id);
    expect(rows[0]?.organization_id).toBe(user.tenant_id);
    expect(JSON.stringify([rows[0]?.metadata, rows[0]?.changes])).not.toMatch(/example\.com|nobody/);
  });

  it("none for refusals", async () => {
    const known = await makeUser();
    expect(await auditRowsOf(() => http(registerRoute, { body: fresh({ email: known.email }) }))).toEqual([]);
    expect(await auditRowsOf(() => http(registerRoute, { body: fresh({ password: "short" }) }))).toEqual([]);
  });
});
