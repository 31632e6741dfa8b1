import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { login } from "@/lib/features/auth/operations/login";
import { confirmEmail, confirmEmailByLink } from "@/lib/features/verification/operations/confirm-email";
import { mailToken } from "../../factories/mail-token";
import { makeSession } from "../../factories/make-session";
import { makeUser, type TestUser, type UserOptions } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { signedUp } from "../../factories/signed-up";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { HOUR, MINUTE, SECOND, travel } from "../../setup/clock";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";
import { lastMail, waitingFor } from "../../setup/mailed";
import { rowsUnchanged, TRAIL_AND_TOKENS } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const route = await import("@/app/api/auth/confirm/[token]/route");

const NEW_PASSWORD = "seven harbours before noon";
const DAYS_2 = 48 * HOUR / SECOND;

const linkOf = ({ id, email }: TestUser, ttlSeconds = DAYS_2) => mailToken({ purpose: "email_verification", userId: id, address: email, ttlSeconds, withCode: true });
const unproved = (options: UserOptions = {}) => makeUser({ verified: false, ...options });
const isVerified = async (id: string) => (await oneRow<{ at: Date | null }>("SELECT email_verified_at AS at FROM users WHERE id = $1", [id])).at !== null;
const confirm = (input: Record<string, unknown>, as: { accessToken: string } | null = null) => callAs(as).run(confirmEmail, { input });
const signIn = async ({ email }: TestUser, password: string) => (await callAs(null).run(login, { input: { email, password } })).error?.code ?? "in";
/** Claiming a token is a note on it, not a use. */
const untouched = <T>(work: () => Promise<T>) => rowsUnchanged(work, TRAIL_AND_TOKENS);

describe("verification.confirm is allowed", () => {
  it("with the link and the code of the mail that a registration sends", async () => {
    for (const by of ["token", "code"] as const) {
      const { user, access_token: accessToken = "" } = await signedUp({ email: `newcomer-${by}@example.com`, password: NEW_PASSWORD });
      const mail = await lastMail(user.email, /Confirm/);
      expect(mail.token).toMatch(/^[\w-]{43}$/);
      expect(mail.code).toMatch(/^\d{6}$/);
      const session = await makeSession(user);
      const { output } = await confirm(by === "token" ? { token: mail.token } : { code: `${mail.code.slice(0, 3)} ${mail.code.slice(3)}` }, session);
      expect(output).toMatchObject({ success: true, message: "Your address is confirmed.", user: { id: user.id, email: user.email, is_verified: true }, password_required: false });
      expect(await isVerified(user.id)).toBe(true);
      expect(accessToken).toBe("");
    }
  });

  it("from a session of the account: everything stays", async () => {
    const viewer = await makeViewer([], { verified: false });
    const other = await makeSession(viewer.user);
    const { token } = await linkOf(viewer.user);
    expect((await confirm({ token }, viewer)).output).toMatchObject({ password_required: false });
    expect(await signIn(viewer.user, viewer.user.password)).toBe("in");
    for (const session of [viewer, other]) expect((await callAs(session).run(checkAuth)).error).toBeNull();
  });

  it("with its password and no session: everything stays", async () => {
    const user = await unproved();
    const session = await makeSession(user);
    const { token } = await linkOf(user);
    expect((await confirm({ token, password: user.password })).error).toBeNull();
    expect(await isVerified(user.id)).toBe(true);
    expect((await callAs(session).run(checkAuth)).error).toBeNull();
    expect(await signIn(user, user.password)).toBe("in");
  });

  it("with the link alone: what was attached before is gone, and the person chooses a password @asvs V6.1.3", async () => {
    const user = await unproved();
    const session = await makeSession(user);
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
    await sql("INSERT INTO accounts (id, user_id, type, provider, provider_account_id, created_at) VALUES (gen_random_uuid(), $1, 'oidc', 'google', $2, app_now())", [user.id, user.id]);
    const { token } = await linkOf(user);
    expect((await confirm({ token, new_password: NEW_PASSWORD })).output).toMatchObject({ password_required: false, user: { is_verified: true } });
    expect((await callAs(session).run(checkAuth)).error?.status).toBe(401);
    expect(await sql("SELECT 1 FROM accounts WHERE user_id = $1", [user.id])).toEqual([]);
    expect(await oneRow("SELECT mfa_enabled FROM users WHERE id = $1", [user.id])).toEqual({ mfa_enabled: false });
    expect([await signIn(user, user.password), await signIn(user, NEW_PASSWORD)]).toEqual(["INVALID_CREDENTIALS", "in"]);
  });

  it("with the link alone and no password: old clients' POST; the password is to be chosen by a mail", async () => {
    const user = await unproved();
    const { token } = await linkOf(user);
    const answer = await http(route, { params: { token }, body: {} });
    expect(answer).toMatchObject({ status: 200, body: { success: true, message: expect.stringContaining("choose one"), user: { id: user.id, email: user.email, is_verified: true }, password_required: true } });
    expect(await signIn(user, user.password)).toBe("INVALID_CREDENTIALS");
  });

  it("from the session of somebody else it counts as the link alone", async () => {
    const user = await unproved();
    const stranger = await makeViewer();
    const { token } = await linkOf(user);
    expect((await confirm({ token }, stranger)).output).toMatchObject({ password_required: true, user: { id: user.id } });
    expect((await callAs(stranger).run(checkAuth)).error).toBeNull();
  });

  it("says so where the address was confirmed by another way meanwhile, and changes nothing else", async () => {
    const user = await unproved();
    const { token } = await linkOf(user);
    await sql("UPDATE users SET email_verified_at = app_now() WHERE id = $1", [user.id]);
    const { output } = await untouched(() => confirm({ token, new_password: NEW_PASSWORD }));
    expect(output).toMatchObject({ message: "This address was confirmed already.", user: { is_verified: true } });
    expect(await signIn(user, user.password)).toBe("in");
  });

  it("within 48 hours", async () => {
    const user = await unproved();
    const { token } = await linkOf(user);
    await travel(48 * HOUR - MINUTE);
    expect((await confirm({ token, password: user.password })).error).toBeNull();
  });
});

describe("GET on the path of the link", () => {
  it("says what POST would do and changes nothing, however often a scanner opens it", async () => {
    const user = await unproved();
    const { token } = await linkOf(user);
    for (const method of ["GET", "HEAD", "GET"] as const) {
      const answer = await rowsUnchanged(() => http(route, { method, params: { token } }), []);
      expect(answer.status).toBe(200);
      if (method === "GET") expect(answer.body).toMatchObject({ success: true, user: { id: user.id, email: user.email, is_verified: false }, confirm: { method: "POST", path: `/api/auth/confirm/${token}` } });
    }
    expect((await http(route, { params: { token }, body: { password: user.password } })).status).toBe(200);
    const after = await http(route, { method: "GET", params: { token } });
    expect(after).toMatchObject({ status: 200, body: { message: "This address is confirmed.", user: { is_verified: true }, confirm: null } });
  });

  it.each([["one character", "x"], ["a percent sign", "%"], ["5,000 characters", "a".repeat(5000)], ["one that was never sent", "A".repeat(43)]])("400 INVALID_TOKEN for %s", async (_title, token) => {
    expect(await rowsUnchanged(() => http(route, { method: "GET", params: { token } }), [])).toMatchObject({ status: 400, body: { code: "INVALID_TOKEN", error: expect.any(String), details: { reason: expect.any(String) } } });
  });
});

describe("verification.confirm is refused", () => {
  it("400 with a sentence and a row of its own for each way in which a link can have ended", async () => {
    const [user, other] = [await unproved(), await unproved()];
    const { token } = await linkOf(user);
    const expired = await linkOf(other, 1);
    const foreign = await mailToken({ purpose: "password_reset", userId: user.id, address: user.email, ttlSeconds: 600 });
    await travel(2 * SECOND);
    await confirm({ token, password: user.password });
    const cases = [[token, "used"], [expired.token, "expired"], [foreign.token, "foreign"], [token.slice(0, -1), "malformed"], [`${token}x`, "malformed"], ["A".repeat(43), "unknown"], ["x".repeat(9000), "malformed"]] as const;
    const sentences = new Set<string>();
    for (const [link, reason] of cases) {
      const rows = await auditRowsOf(async () => {
        const { error } = await untouched(() => confirm({ token: link }));
        expect(error).toMatchObject({ status: 400, code: "INVALID_TOKEN", details: { reason } });
        sentences.add(String(error?.message));
      });
      expect(rows).toMatchObject([{ action: "user.email_verification", success: false, error_code: "INVALID_TOKEN", metadata: { method: "link", reason } }]);
      expect(JSON.stringify(rows)).not.toContain(link.slice(0, 30));
    }
    expect(sentences.size).toBe(5);
  });

  it("a link to an address that the account no longer has", async () => {
    const user = await unproved();
    const { token } = await linkOf(user);
    await sql("UPDATE users SET email = $2 WHERE id = $1", [user.id, `moved-${user.email}`]);
    // However often it is tried: no try leaves it claimed.
    for (let n = 0; n < 2; n += 1) expect((await confirm({ token })).error).toMatchObject({ code: "INVALID_TOKEN", details: { reason: "unknown" } });
    expect(await isVerified(user.id)).toBe(false);
  });

  it("422 for a wrong password and for a poor new one, after which the link is good at once", async () => {
    const user = await unproved();
    const { token } = await linkOf(user);
    expect((await untouched(() => confirm({ token, password: "not this one" }))).error).toMatchObject({ status: 422, code: "INVALID_PASSWORD", details: { fields: { password: [expect.any(String)] } } });
    expect((await untouched(() => confirm({ token, new_password: "short" }))).error).toMatchObject({ status: 422, details: { fields: { new_password: [expect.any(String)] } } });
    expect((await confirm({ token, password: user.password })).error).toBeNull();
  });

  it("429 when passwords are tried with a link", async () => {
    const user = await unproved();
    const { token } = await linkOf(user);
    const codes = [];
    for (let count = 0; count < 11; count += 1) codes.push((await confirm({ token, password: `wrong ${count}` })).error?.code);
    expect(codes).toEqual([...Array<string>(10).fill("INVALID_PASSWORD"), "RATE_LIMIT_EXCEEDED"]);
  });

  it("422 for a code without an address, and for nothing at all", async () => {
    expect((await confirm({ code: "123456" })).error).toMatchObject({ status: 422, details: { fields: { email: [expect.any(String)] } } });
    expect((await confirm({})).error).toMatchObject({ status: 422, details: { fields: { code: [expect.any(String)] } } });
    expect((await confirm({ code: "12345a", email: "a@example.com" })).error).toMatchObject({ status: 422, details: { fields: { code: [expect.any(String)] } } });
  });
});

describe("verification.confirm with invalid input", () => {
  expectRefused(confirmEmail, {
    valid: async () => ({ input: { token: (await linkOf(await unproved())).token } }),
    invalid: { "a code of letters": { code: "abcdef" }, "no address": { email: "nobody", code: "123456" } },
  });

  it("the path's POST takes no unknown key", async () => {
    expect((await callAs(null).refusal(confirmEmailByLink, { params: { token: "x" }, input: { user_id: "1" } })).status).toBe(422);
  });

  it("from a page of another origin nothing happens @asvs V3.5.1", async () => {
    const { token } = await linkOf(await unproved());
    expect(await rowsUnchanged(() => http(route, { params: { token }, body: {}, headers: { origin: "https://evil.example" } }), [])).toMatchObject({ status: 403, body: { code: "CSRF" } });
  });
});

describe("verification.confirm's audit rows", () => {
  it("one user.email_verification that says by what it was proved and what went", async () => {
    const viewer = await makeViewer([], { verified: false });
    const bySession = await auditRowsOf(async () => confirm({ token: (await linkOf(viewer.user)).token }, viewer));
    expect(bySession).toMatchObject([{ action: "user.email_verification", actor_id: viewer.user.id, target_user_id: viewer.user.id, session_id: viewer.sessionId, success: true, metadata: { by: "session" } }]);
    const user = await unproved();
    await makeSession(user);
    const byMail = await auditRowsOf(async () => confirm({ token: (await linkOf(user)).token, new_password: NEW_PASSWORD }));
    expect(byMail).toMatchObject([{ actor_id: user.id, organization_id: user.organizationId, metadata: { by: "mailbox", sessions_revoked: 1, removed: { first_factor: 1 } } }]);
    expect(JSON.stringify(byMail)).not.toContain(user.email);
    expect(await waitingFor(user.email)).toEqual([]);
  });
});
