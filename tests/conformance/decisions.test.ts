import { decodeJwt } from "jose";
import { beforeEach, describe, expect } from "vitest";
import { bootFaults, env } from "@/lib/env";
import { newId } from "@/lib/ids";
import { makeEvents } from "../factories/make-events";
import { defaultOrganization } from "../factories/make-organization";
import { giveRole, makeRole } from "../factories/make-role";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { HOUR, travel } from "../setup/clock";
import { oneRow } from "../setup/sql";
import { withEnv } from "../setup/with-env";
import { conforms } from "./conforms";
import { ERROR, MESSAGES, UUID, WHOLE_USER } from "./shapes";
import { send } from "./wire";

let admin: TestViewer;
beforeEach(async () => {
  admin = await makeViewer([], { roles: ["admin"], reach: "platform", password: null });
});

let made = 0;
const newcomer = () => ({ email: `decision-${++made}@example.com`, password: TEST_PASSWORD });
const register = (more: object = {}) => send("POST /api/auth/register", { body: { ...newcomer(), ...more } });
const signIn = (body: object) => send("POST /api/auth/login", { body });
const renew = (token: string) => send("POST /api/auth/token/refresh", { body: { refresh_token: token } });

describe("between the systems", () => {
  conforms("10-signup", async () => {
    const { status, body } = await register();
    expect([status, body]).toMatchObject([201, { ...MESSAGES, user: WHOLE_USER, access_token: expect.any(String), refresh_token: expect.any(String) }]);
  });

  conforms("10-identifier", async () => {
    const { email, username, password } = await makeUser();
    for (const field of ["email", "username", "identifier"]) for (const value of [email, username]) expect((await signIn({ [field]: value, password })).status, `${field}=${value}`).toBe(200);
  });

  conforms("10-user", async () => {
    const viewer = await makeViewer([], { roles: ["manager"], firstName: "Ada", lastName: "Lovelace" });
    const { user } = (await send("GET /api/auth/user/@me", { as: viewer })).body;
    expect(user).toMatchObject({ role: "manager", role_id: UUID, role_name: "manager", roles: ["manager"], permissions: expect.arrayContaining(["users.view"]), profile_picture: null, profile_picture_url: null, full_name: "Ada Lovelace", first_name: "Ada" });
    expect((await signIn({ email: viewer.user.email, password: TEST_PASSWORD })).body.user).toEqual({ ...user, last_login_at: expect.any(String) });
  });

  conforms("10-lifetimes", async () => {
    expect([env.accessTokenTtlSeconds, env.sessionTtlSeconds]).toEqual([900, 2_592_000]);
    await withEnv({ ACCESS_TOKEN_TTL_SECONDS: "1800", SESSION_TTL_SECONDS: "604800" }, async () => {
      const { body } = await register();
      const { exp = 0, iat = 0 } = decodeJwt(body.access_token);
      expect([body.expires_in, body.token_type, exp - iat]).toEqual([1800, "Bearer", 1800]);
      const { expires_at, created_at } = (await send("GET /api/audit/sessions/me", { as: { accessToken: body.access_token } })).body.sessions[0];
      expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(604_800_000);
    });
  });

  conforms("10-refresh", async () => {
    const [viewer, other] = [await makeViewer(), await makeViewer()];
    const answer = await renew(viewer.refreshToken);
    expect(answer.body).toMatchObject({ access_token: expect.any(String), refresh_token: expect.not.stringMatching(viewer.refreshToken) });
    const two = await send("POST /api/auth/token/refresh", { body: { refresh_token: answer.body.refresh_token }, headers: { authorization: `Bearer ${other.refreshToken}` } });
    expect([two.status, two.body.code]).toEqual([400, "BAD_REQUEST"]);
  });

  conforms("10-me", async () => {
    const viewer = await makeViewer();
    const [wrapped, flat] = [await send("GET /api/auth/user/@me", { as: viewer }), await send("GET /api/auth/me", { as: viewer })];
    expect([flat.status, flat.body]).toEqual([200, WHOLE_USER]);
    expect(wrapped.body).toEqual({ user: flat.body });
    expect((await send("GET /api/auth/user/somebody", { as: viewer })).status).toBe(404);
  });

  conforms("10-error", async () => {
    for (const line of ["GET /api/auth/user/@me", "GET /api/rbac/me", "POST /api/auth/token/refresh"]) expect((await send(line)).body).toEqual({ ...ERROR, error: expect.stringContaining("(401)"), code: "UNAUTHORIZED" });
    expect((await signIn({ email: "nobody@example.com", password: "x" })).body.error).toContain("(401)");
  });

  conforms("10-roles", async () => {
    const viewer = await makeViewer([], { roles: ["auditor"] });
    await giveRole(viewer.user.id, (await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'manager'")).id, viewer.user.organizationId);
    const me = (await send("GET /api/auth/me", { as: viewer })).body;
    expect(me).toMatchObject({ role_name: "auditor", roles: ["auditor", "manager"], permissions: expect.arrayContaining(["audit.view", "users.ban"]) });
  });

  conforms("10-ban", async () => {
    for (const [length, waits] of [[{ duration_minutes: 60 }, HOUR], [{ duration_hours: 1 }, HOUR]] as const) {
      const person = await makeUser();
      await send(`POST /api/admin/users/${person.id}/ban`, { as: admin, body: length });
      expect((await signIn({ email: person.email, password: TEST_PASSWORD })).status).toBe(403);
      await travel(waits + 1000);
      expect((await signIn({ email: person.email, password: TEST_PASSWORD })).status).toBe(200);
      admin = await makeViewer([], { roles: ["admin"], reach: "platform", password: null });
    }
  });

  conforms("10-current", async () => {
    const viewer = await makeViewer();
    expect((await send(`DELETE /api/audit/sessions/${viewer.sessionId}`, { as: viewer })).status).toBe(200);
    expect((await renew(viewer.refreshToken)).status).toBe(401);
  });

  conforms("10-phi", async () => {
    const viewer = await makeViewer(["compliance.view"]);
    await makeEvents((await defaultOrganization()).id, [{ action: "chart.viewed", stream: "activity", actorId: viewer.user.id, resource: { type: "chart", id: "7" }, phiAccessed: true }]);
    expect((await send("GET /api/audit/activity-logs/me", { as: viewer })).body.logs[0].phi_accessed).toBe(true);
    expect((await send(`GET /api/audit/compliance/phi-access-report?user_id=${viewer.user.id}`, { as: viewer })).body.total_phi_accesses).toBe(1);
  });
});

describe("with what is safe", () => {
  conforms("10.1-browser", async () => {
    const { email, password } = await makeUser();
    expect("access_token" in (await send("POST /api/auth/login", { headers: { "sec-fetch-site": "same-origin", "user-agent": "curl/8" }, body: { email, password } })).body).toBe(false);
  });

  conforms("10.1-classes", async () => {
    expect((await register({ password: "long lower words alone" })).status).toBe(201);
    await withEnv({ PASSWORD_POLICY: "classes" }, async () => {
      expect((await register({ password: "long lower words alone" })).status).toBe(422);
      expect((await register({ password: "Long lower words, 7 of them" })).status).toBe(201);
    });
  });

  conforms("10.1-sub", async () => {
    const viewer = await makeViewer();
    const { sub, ...claims } = decodeJwt(viewer.accessToken);
    expect([sub, "email" in claims, "first_name" in claims]).toEqual([viewer.user.id, false, false]);
  });

  conforms("10.1-401", async () => {
    for (const accessToken of ["x", "a.b.c", `${(await makeViewer()).accessToken}x`]) expect((await send("GET /api/auth/me", { as: { accessToken } })).status).toBe(401);
  });

  conforms("10.1-generic", async () => {
    const shut = await makeUser({ isActive: false });
    const said = [];
    for (const [email, password] of [[shut.email, "wrong"], ["nobody@example.com", "wrong"], [shut.email, TEST_PASSWORD]]) said.push((await signIn({ email, password })).body.code);
    expect(said).toEqual(["INVALID_CREDENTIALS", "INVALID_CREDENTIALS", "ACCOUNT_DISABLED"]);
    const unproved = await makeUser({ verified: false });
    await withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => {
      for (const [password, code] of [["wrong", "INVALID_CREDENTIALS"], [TEST_PASSWORD, "EMAIL_NOT_VERIFIED"]]) expect((await signIn({ email: unproved.email, password })).body.code).toBe(code);
    });
  });

  conforms("10.1-register", async () => {
    const body = newcomer();
    const answers = [await send("POST /api/auth/register", { body }), await send("POST /api/auth/register", { body })];
    expect(answers.map(({ status, body: { code } }) => [status, code])).toEqual([[201, undefined], [400, "EMAIL_TAKEN"]]);
    await withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => {
      const [known, unknown] = [await send("POST /api/auth/register", { body }), await send("POST /api/auth/register", { body: newcomer() })];
      expect([known.status, known.body]).toEqual([202, unknown.body]);
    });
  });

  conforms("10.1-lenient", async () => {
    const { status, body } = await register({ newsletter: true });
    const as = { accessToken: body.access_token as string };
    expect([status, (await send("PUT /api/auth/user/@me", { as, body: { newsletter: true } })).status, (await send("POST /api/auth/password/update", { as, body: { current_password: "x", new_password: "y", newsletter: true } })).status]).toEqual([201, 200, 422]);
  });

  conforms("10.1-cors", () => withEnv({ CORS_ORIGINS: "*" }, async () => expect(bootFaults().join(" ")).toContain("CORS_ORIGINS may not be *")));

  conforms("10.1-force", async () => {
    const role = await makeRole([]);
    const person = await makeUser({ roles: [role.name] });
    await send(`DELETE /api/rbac/roles/${role.id}?force=true`, { as: admin });
    expect((await send(`GET /api/rbac/users/${person.id}/role`, { as: admin })).body.role.name).toBe("user");
  });

  conforms("10.1-activity", async () => {
    const [owner, other] = [await makeViewer(), await makeViewer()];
    const id = newId();
    await makeEvents((await defaultOrganization()).id, [{ action: "chart.written", stream: "activity", actorId: owner.user.id, targetUserId: owner.user.id, resource: { type: "chart", id } }]);
    const line = `GET /api/audit/activity-logs/resource/chart/${id}`;
    expect([(await send(line, { as: owner })).status, (await send(line, { as: other })).status, (await send(line, { as: await makeViewer(["activity.view"]) })).status]).toEqual([200, 403, 200]);
  });

  conforms("10.1-metrics", async () => {
    const token = "9b1d6f0f6a2c4d61aa0f5e3d9b7c2e147f1cbe0b";
    await withEnv({ METRICS_TOKEN: token }, async () => {
      const answer = await send("GET /metrics", { headers: { authorization: `Bearer ${token}` } });
      expect([answer.status, String(answer.body)]).toEqual([200, expect.stringContaining("http_request_duration_seconds")]);
      expect((await send("GET /metrics", { headers: { authorization: "Bearer another" } })).status).toBe(401);
    });
  });

  conforms("10.1-admin", () => withEnv({ NODE_ENV: "production", ADMIN_PASSWORD: "Admin123!" }, async () => expect(bootFaults().join(" ")).toContain("ADMIN_PASSWORD")));

  conforms("10.1-ids", async () => {
    const viewer = await makeViewer();
    const { user } = (await send("GET /api/auth/user/@me", { as: viewer })).body;
    const { sessions } = (await send("GET /api/audit/sessions/me", { as: viewer })).body;
    for (const id of [user.id, user.tenant_id, sessions[0].id, newId()]) expect(id).toEqual(UUID);
  });

  conforms("10.1-dual", async () => {
    const { email, password } = await makeUser();
    const inBrowser = () => send("POST /api/auth/login", { browser: true, body: { email, password } });
    expect("access_token" in (await inBrowser()).body).toBe(false);
    await withEnv({ TOKEN_DELIVERY: "dual" }, async () => expect("access_token" in (await inBrowser()).body).toBe(true));
  });

  conforms("10.1-username", async () => {
    const { user } = (await register()).body;
    expect(user.username).toMatch(/^[a-z0-9][a-z0-9._-]+$/i);
    expect((await signIn({ username: user.username, password: TEST_PASSWORD })).status).toBe(200);
  });

  conforms("10.1-postgres", () => withEnv({ DATABASE_URL: "sqlite:///gatehouse.db" }, async () => expect(() => env.databaseUrl).toThrow("DATABASE_URL")));

  conforms("10.1-labels", async () => {
    const impostor = await makeRole([]);
    const viewer = await makeViewer([], { roles: [impostor.name] });
    await send(`PUT /api/rbac/roles/${impostor.id}`, { as: admin, body: { display_name: "admin" } });
    expect((await send("GET /api/admin/users", { as: viewer })).status).toBe(403);
  });

  conforms("10.1-password", async () => {
    const email = newcomer().email;
    await send("POST /api/admin/users", { as: admin, body: { email, password: "chosen by an administrator" } });
    const as = { accessToken: (await signIn({ email, password: "chosen by an administrator" })).body.access_token as string };
    const blocked = await send("GET /api/audit/sessions/me", { as });
    expect([blocked.status, blocked.body.code]).toEqual([403, "PASSWORD_CHANGE_REQUIRED"]);
    await send("POST /api/auth/password/update", { as, body: { current_password: "chosen by an administrator", new_password: "a wholly different sentence" } });
    expect((await send("GET /api/audit/sessions/me", { as })).status).toBe(200);
  });
});
