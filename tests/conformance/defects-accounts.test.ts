import { decodeJwt } from "jose";
import { beforeAll, describe, expect, vi } from "vitest";
import { closeDatabase } from "@/lib/db";
import { bootFaults } from "@/lib/env";
import { newId } from "@/lib/ids";
import { makeSession } from "../factories/make-session";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { DAY, HOUR, MINUTE, SECOND, travel } from "../setup/clock";
import { oneRow, sql } from "../setup/sql";
import { freshAddress } from "../setup/test-context";
import { withEnv } from "../setup/with-env";
import { conforms } from "./conforms";
import { send } from "./wire";

let admin: TestViewer;
beforeAll(async () => {
  admin = await makeViewer([], { roles: ["admin"], reach: "platform", password: null });
});

let made = 0;
const newAddress = () => `defect-${++made}@example.com`;
const check = async (as: { accessToken: string }) => (await send("GET /api/auth/check-auth", { as })).status;
const renew = (token: string) => send("POST /api/auth/token/refresh", { body: { refresh_token: token } });
const signIn = (email: string, password = TEST_PASSWORD, ip?: string) => send("POST /api/auth/login", { body: { email, password }, ip });
const columns = (id: string) => oneRow("SELECT * FROM users WHERE id = $1", [id]);
const FORBIDDEN_FIELDS = { id: newId(), role_id: newId(), role: "admin", roles: ["admin"], tenant_id: newId(), is_active: false, is_verified: true, mfa_enabled: true, provider: "google", credits: 1000, password_hash: "x", passwordHash: "x" };

describe("accounts", () => {
  conforms("9.1-1", async () => {
    const { user } = (await send("POST /api/auth/register", { body: { email: newAddress(), password: TEST_PASSWORD, ...FORBIDDEN_FIELDS } })).body;
    expect(user).toMatchObject({ roles: ["user"], is_active: true, is_verified: false, mfa_enabled: false, provider: "local" });
    expect([user.id, user.tenant_id]).not.toContain(FORBIDDEN_FIELDS.id);
  });

  conforms("9.1-11", async () => {
    const viewer = await makeViewer();
    const before = await columns(viewer.user.id);
    const { provider: _provider, ...fields } = FORBIDDEN_FIELDS;
    expect((await send("PUT /api/auth/user/@me", { as: viewer, body: { ...fields, bio: "new" } })).status).toBe(200);
    expect(await columns(viewer.user.id)).toEqual({ ...before, bio: "new", updated_at: expect.any(Date) });
  });

  conforms("9.1-12", async () => {
    const viewer = await makeViewer();
    const before = await columns(viewer.user.id);
    await send("POST /api/auth/update_user", { as: viewer, body: { emailAddress: "other@example.com", userPassword: "a raw string", bio: "new" } });
    expect(await columns(viewer.user.id)).toMatchObject({ email: before.email, password_hash: before.password_hash });
  });

  conforms("9.1-13", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    const body = { current_password: "not this one", new_password: "a wholly different sentence" };
    expect((await send("POST /api/auth/password/update", { as: viewer, body })).status).toBe(422);
    expect((await send("POST /api/auth/password/update", { as: viewer, body: { new_password: body.new_password } })).status).toBe(422);
    await send("POST /api/auth/password/update", { as: viewer, body: { ...body, current_password: TEST_PASSWORD } });
    expect([await check(viewer), await check(other), (await renew(other.refreshToken)).status]).toEqual([200, 401, 401]);
  });

  conforms("9.1-14", async () => {
    const viewer = await makeViewer();
    const email = newAddress();
    await send(`PATCH /api/admin/users/${viewer.user.id}`, { as: admin, body: { email } });
    expect(decodeJwt(viewer.accessToken).sub).toBe(viewer.user.id);
    expect((await send("GET /api/auth/user/@me", { as: viewer })).body.user).toMatchObject({ id: viewer.user.id, email, is_verified: false });
    expect((await send("POST /api/auth/update_user", { as: viewer, body: { bio: "new" } })).body.user).toMatchObject({ email, bio: "new" });
  });

  conforms("9.1-27", async () => {
    const { user } = (await send("POST /api/auth/register", { body: { email: newAddress(), password: TEST_PASSWORD } })).body;
    expect([user.role_name, await oneRow("SELECT name FROM roles WHERE id = $1", [user.role_id])]).toEqual(["user", { name: "user" }]);
  });

  conforms("9.1-28", async () => {
    const [none, known] = [await makeUser({ password: null }), await makeUser()];
    const answers = [await signIn(none.email), await signIn("nobody@example.com"), await signIn(known.email, "not this one")];
    for (const { status, body } of answers) expect([status, body.code, body.error]).toEqual([401, "INVALID_CREDENTIALS", answers[0]?.body.error]);
    expect((await send("POST /api/auth/login", { body: { email: known.email } })).status).toBe(422);
  });

  conforms("9.1-41", async () => {
    const email = newAddress();
    for (const password of ["short", "password123", email, "x".repeat(73)]) expect((await send("POST /api/auth/register", { body: { email, password } })).body.details.fields, password).toHaveProperty("password");
    expect((await send("POST /api/auth/register", { body: { email: ` ${email.toUpperCase()} `, password: TEST_PASSWORD } })).body.user.email).toBe(email);
    expect((await signIn(email.toUpperCase())).status).toBe(200);
    expect((await send("POST /api/auth/register", { body: { email, password: TEST_PASSWORD } })).body.code).toBe("EMAIL_TAKEN");
  });
});

describe("sessions", () => {
  conforms("9.1-4", async () => {
    const viewer = await makeViewer();
    await send("POST /api/auth/logout", { as: viewer });
    expect([await check(viewer), (await renew(viewer.refreshToken)).status]).toEqual([401, 401]);
  });

  conforms("9.1-5", async () => {
    const viewer = await makeViewer();
    const other = await makeSession(viewer.user);
    const { sessions } = (await send("GET /api/audit/sessions/me", { as: viewer })).body;
    expect(sessions.filter(({ is_current }: { is_current: boolean }) => is_current).map(({ id }: { id: string }) => id)).toEqual([viewer.sessionId]);
    await send("POST /api/audit/sessions/revoke-all", { as: viewer });
    expect([await check(viewer), await check(other)]).toEqual([200, 401]);
  });

  conforms("9.1-6", async () => {
    for (const line of [["POST", "/ban"], ["DELETE", ""], ["POST", "/sessions/revoke-all"]] as const) {
      const viewer = await makeViewer();
      expect(await check(viewer)).toBe(200);
      await send(`${line[0]} /api/admin/users/${viewer.user.id}${line[1]}`, { as: admin, body: line[1] === "/ban" ? {} : undefined });
      expect([await check(viewer), (await send("GET /api/rbac/me", { as: viewer })).status]).toEqual([401, 401]);
    }
  });

  conforms("9.1-7", async () => {
    const viewer = await makeViewer([], { roles: ["manager"] });
    expect((await send("GET /api/admin/users", { as: viewer })).status).toBe(200);
    await send(`DELETE /api/rbac/users/${viewer.user.id}/role`, { as: admin });
    expect(decodeJwt(viewer.accessToken).roles).toEqual(["manager"]);
    expect((await send("GET /api/admin/users", { as: viewer })).status).toBe(403);
  });

  conforms("9.1-18", async () => {
    await withEnv({ SESSION_TTL_SECONDS: "3600", SESSION_IDLE_TIMEOUT_SECONDS: "1800" }, async () => {
      const busy = (await signIn((await makeUser()).email)).body;
      await travel(25 * MINUTE);
      const again = (await renew(busy.refresh_token)).body;
      await travel(25 * MINUTE);
      const third = await renew(again.refresh_token);
      expect(third.status).toBe(200);
      await travel(11 * MINUTE);
      expect((await renew(third.body.refresh_token)).status).toBe(401);
      const idle = (await signIn((await makeUser()).email)).body;
      await travel(31 * MINUTE);
      expect((await renew(idle.refresh_token)).status).toBe(401);
    });
  });

  conforms("9.1-19", async () => {
    const viewer = await makeViewer();
    const [first, second] = [(await renew(viewer.refreshToken)).body, (await renew(viewer.refreshToken)).body];
    expect(second.refresh_token).toBe(first.refresh_token);
    const { body } = await renew(first.refresh_token);
    await travel(HOUR);
    expect((await renew(viewer.refreshToken)).status).toBe(401);
    expect((await renew(body.refresh_token)).status).toBe(401);
    expect(await sql("SELECT 1 FROM audit_events WHERE action = 'token.reuse_detected' AND session_id = $1", [viewer.sessionId])).toHaveLength(1);
  });
});

describe("guessing and outages", () => {
  conforms("9.1-15", async () => {
    const user = await makeUser();
    for (let guess = 0; guess < 10; guess += 1) expect((await signIn(user.email, "not this one")).status).toBe(401);
    expect((await signIn(user.email)).status).toBe(429);
    await travel(14 * MINUTE);
    expect((await signIn(user.email)).status).toBe(429);
    await travel(MINUTE + SECOND);
    expect((await signIn(user.email)).status).toBe(200);
    const [ip, neighbour] = [freshAddress(), await makeUser()];
    for (let visit = 0; visit < 8; visit += 1) {
      expect((await signIn(neighbour.email, TEST_PASSWORD, ip)).status).toBe(200);
      await travel(MINUTE);
    }
  });

  conforms("9.1-16", async () => {
    const user = await makeUser();
    await signIn(user.email, "not this one");
    await signIn(user.email);
    const failed = "SELECT id FROM audit_events WHERE target_user_id = $1 AND action = 'user.login_failed'";
    expect(await sql(failed, [user.id])).toHaveLength(1);
    for (const change of ["DELETE FROM audit_events WHERE target_user_id = $1", "UPDATE audit_events SET action = 'x' WHERE target_user_id = $1"]) await expect(sql(change, [user.id])).rejects.toThrow();
    expect(await sql(failed, [user.id])).toHaveLength(1);
  });

  conforms("9.1-17", async () => {
    const viewer = await makeViewer([], { roles: ["admin"], reach: "platform" });
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await closeDatabase();
    await withEnv({ DATABASE_URL: "postgres://nobody:nothing@127.0.0.1:1/none" }, async () => {
      for (const line of ["GET /api/auth/check-auth", "GET /api/admin/users", "GET /api/audit/audit-logs"]) expect((await send(line, { as: viewer })).status, line).toBe(503);
      expect((await signIn(viewer.user.email)).status).toBe(503);
      await closeDatabase();
    });
    vi.restoreAllMocks();
    expect(await check(viewer)).toBe(200);
  });

  conforms("9.1-10", async () => {
    const answer = await send("GET /api/health", { headers: { origin: "https://evil.example" } });
    expect([answer.headers.get("access-control-allow-origin"), answer.headers.get("access-control-allow-credentials")]).toEqual([null, null]);
    await withEnv({ CORS_ORIGINS: "*" }, async () => expect(bootFaults().join(" ")).toContain("CORS_ORIGINS may not be *"));
  });

  conforms("9.1-33", async () => {
    const person = await makeUser();
    await send(`POST /api/admin/users/${person.id}/ban`, { as: admin, body: { duration_hours: 1 } });
    for (let other = 0; other < 6; other += 1) await send(`POST /api/admin/users/${(await makeUser()).id}/ban`, { as: admin, body: {} });
    expect((await send(`GET /api/admin/users/${person.id}`, { as: admin })).body.ban_history).toHaveLength(1);
    expect((await signIn(person.email)).status).toBe(403);
    for (const body of [{ email: "no address" }, { email: newAddress(), password: "short" }, { email: newAddress(), role: "nobody_has_this" }]) expect((await send("POST /api/admin/users", { as: admin, body })).status).toBe(422);
    await travel(HOUR + SECOND);
    expect((await signIn(person.email)).status).toBe(200);
  });

  conforms("9.1-35", async () => {
    const { pruneExpired } = await import("@/lib/outbox/prune");
    const viewer = await makeViewer();
    await travel(70 * DAY);
    await pruneExpired();
    expect(await sql("SELECT 1 FROM sessions WHERE id = $1", [viewer.sessionId])).toEqual([]);
    expect(await sql("SELECT 1 FROM refresh_tokens WHERE session_id = $1", [viewer.sessionId])).toEqual([]);
  });
});
