import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { newId } from "@/lib/ids";
import { filesNamed, patternOf } from "../../scripts/contracts/app-files";
import { makeRole } from "../factories/make-role";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { auditRowsOf } from "../setup/audit-rows";
import { sql } from "../setup/sql";
import { withEnv } from "../setup/with-env";
import { conforms } from "./conforms";
import { COUNT, INSTANT, LIST, MAYBE, UUID } from "./shapes";
import { send } from "./wire";

let admin: TestViewer;
beforeAll(async () => {
  admin = await makeViewer([], { roles: ["admin"], reach: "platform", password: null });
});

const ask = (line: string, body?: unknown) => send(line, { as: admin, body });
const TEXT: unknown = expect.any(String);
/** Tests have no Redis; one that answers is "connected" (tests/operations/limits/store-state.test.ts). */
const CACHE = "not_configured";
const PERSON = { id: UUID, username: TEXT, email: TEXT, first_name: MAYBE.text, last_name: MAYBE.text, is_active: expect.any(Boolean), roles: LIST, created_at: INSTANT, last_login: MAYBE.instant };
const newPerson = () => ({ username: `compat-${newId().slice(-12)}`, email: `compat-${newId()}@example.com`, password: TEST_PASSWORD, first_name: "Ada", last_name: "Lovelace" });

describe("the laboratory's paths", () => {
  conforms("T1", async () => {
    const { id, username, email } = await makeUser({ roles: ["manager"] });
    const answer = await send("POST /api/auth/login", { body: { username, password: TEST_PASSWORD } });
    expect([answer.status, answer.body]).toMatchObject([200, { access_token: TEXT, refresh_token: TEXT, user: { id, username, email, roles: ["manager"] } }]);
  });

  conforms("T2", async () => {
    const answer = await send("POST /api/auth/logout", { as: await makeViewer() });
    expect([answer.status, answer.body.message]).toEqual([200, "Successfully logged out"]);
  });

  conforms("T3", async () => {
    const viewer = await makeViewer();
    const answer = await send("POST /api/auth/refresh", { headers: { authorization: `Bearer ${viewer.refreshToken}` } });
    expect([answer.status, answer.body]).toMatchObject([200, { access_token: TEXT, refresh_token: TEXT }]);
    expect((await send("POST /api/auth/refresh")).status).toBe(401);
  });

  conforms("T4", async () => {
    const viewer = await makeViewer([], { roles: ["manager"] });
    expect((await send("GET /api/auth/me", { as: viewer })).body).toMatchObject({ id: viewer.user.id, username: TEXT, email: TEXT, first_name: null, last_name: null, roles: ["manager"], permissions: expect.arrayContaining(["users.view"]) });
  });

  conforms("T5", async () => {
    const person = await makeUser({ roles: ["manager"] });
    const answer = await ask(`GET /api/users?search=${person.email}&role=manager&page=1&per_page=5`);
    expect([answer.status, answer.body]).toEqual([200, { users: [{ ...PERSON, id: person.id, roles: ["manager"] }], total: 1, page: 1, per_page: 5, pages: 1 }]);
    expect((await send("GET /api/users", { as: await makeViewer() })).status).toBe(403);
    expect((await send("GET /api/users")).body.error).toEqual(TEXT);
  });

  conforms("T6", async () => {
    const given = newPerson();
    const rows = await auditRowsOf(async () => {
      const answer = await ask("POST /api/users", { ...given, roles: ["manager"] });
      expect([answer.status, answer.body]).toEqual([201, { message: TEXT, user: { ...PERSON, username: given.username, email: given.email, roles: ["manager"] } }]);
    });
    expect(rows.map(({ action }) => action)).toEqual(["user.admin_created"]);
    const wrong = await ask("POST /api/users", { ...given, username: "x", email: "no address", password: "short" });
    expect([wrong.status, wrong.body.errors]).toEqual([400, { username: [TEXT], email: [TEXT], password: expect.any(Array) }]);
    expect((await ask("POST /api/users", given)).body).toMatchObject({ error: TEXT, errors: { email: [TEXT] } });
  });

  conforms("T7", async () => {
    const { id } = await makeUser();
    expect((await ask(`GET /api/users/${id}`)).body).toEqual({ ...PERSON, id });
    expect((await ask(`PUT /api/users/${id}`, { first_name: "Grace" })).body).toEqual({ message: TEXT, user: { ...PERSON, id, first_name: "Grace" } });
    const gone = await ask(`DELETE /api/users/${id}`);
    expect([gone.status, gone.body]).toEqual([200, { message: TEXT }]);
    expect((await ask(`GET /api/users/${newId()}`)).status).toBe(404);
  });

  conforms("T8", async () => {
    const { id, email } = await makeUser();
    expect((await ask(`POST /api/users/${id}/reset-password`)).body).toEqual({ message: TEXT });
    expect(await sql("SELECT 1 FROM outbox_messages WHERE kind = 'email' AND payload->>'to' = $1", [email])).toHaveLength(1);
  });

  conforms("T9", async () => {
    const person = await makeUser({ roles: ["manager"] });
    await send("POST /api/auth/login", { body: { email: person.email, password: person.password } });
    const { status, body } = await ask("GET /api/users/analytics");
    expect([status, body]).toEqual([200, { total_users: COUNT, active_users: COUNT, inactive_users: COUNT, users_by_role: expect.objectContaining({ manager: COUNT }), recent_logins: LIST, user_growth: LIST }]);
    expect(body.recent_logins[0]).toEqual({ user: expect.any(String), timestamp: INSTANT, ip_address: TEXT });
    expect(body.user_growth.at(-1)).toMatchObject({ users: body.total_users });
  });

  conforms("T10", async () => {
    const role = await makeRole(["users.view", "roles.view"]);
    const { status, body } = await ask("GET /api/roles");
    expect(status).toBe(200);
    expect(body.roles.find(({ id }: { id: string }) => id === role.id)).toMatchObject({ name: TEXT, description: null, permissions: expect.arrayContaining(["user_read", "role_read"]) });
  });

  conforms("T11", async () => {
    const created = await ask("POST /api/roles", { name: `Night Shift ${newId().slice(-6)}`, description: "Of the night", permissions: ["user_read"] });
    expect([created.status, created.body]).toMatchObject([201, { message: TEXT, role: { id: UUID, permissions: ["user_read"] } }]);
    const { id } = created.body.role;
    expect((await ask(`GET /api/roles/${id}`)).body).toMatchObject({ id, description: "Of the night" });
    expect((await ask(`PUT /api/roles/${id}`, { description: "Of the day" })).body).toMatchObject({ message: TEXT, role: { description: "Of the day" } });
    expect((await ask(`DELETE /api/roles/${id}`)).body).toEqual({ message: TEXT });
  });

  conforms("T12", async () => {
    const person = await makeUser();
    await send("POST /api/auth/login", { body: { email: person.email, password: person.password } });
    const { status, body } = await ask(`GET /api/audit?user=${person.email}&action=login&page=1&per_page=10`);
    const log = { id: UUID, user: person.email, action: "login", resource: "auth", ip_address: TEXT, user_agent: TEXT, timestamp: INSTANT, details: expect.objectContaining({ success: true }) };
    expect([status, body]).toEqual([200, { logs: [log], total: 1, page: 1, per_page: 10, pages: 1 }]);
  });

  conforms("T13", async () => {
    expect((await ask("GET /api/audit-logs?per_page=1")).body).toMatchObject({ logs: [{ user: MAYBE.text, action: TEXT }], per_page: 1 });
    const file = await ask("GET /api/audit-logs/export");
    expect([file.status, file.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/csv")]);
  });

  conforms("T14", async () => {
    const { status, body } = await send("GET /api/health");
    expect([status, body]).toMatchObject([200, { status: "healthy", timestamp: INSTANT, version: TEXT, database: "connected", cache: CACHE }]);
  });

  conforms("T15", async () => {
    const token = "9b1d6f0f6a2c4d61aa0f5e3d9b7c2e147f1cbe0b";
    await withEnv({ METRICS_TOKEN: token }, async () => {
      expect(String((await send("GET /metrics", { headers: { authorization: `Bearer ${token}` } })).body)).toMatch(/# TYPE http_request_duration_seconds histogram/);
    });
  });

  conforms("T16", () => expect(filesNamed(join(import.meta.dirname, "../.."), "app", /^page\.tsx$/).map(patternOf)).toContain("/docs/api"));

  conforms("10-underscore", async () => {
    const role = await makeRole([]);
    const names = ["user_create", "user_read", "user_update", "user_delete", "role_read"];
    const created = await ask("POST /api/roles", { name: `alias ${newId().slice(-8)}`, permissions: names });
    expect(created.body.role.permissions.sort()).toEqual([...names].sort());
    expect((await ask(`GET /api/rbac/roles/${created.body.role.id}`)).body.grants.sort()).toEqual(["roles.view", "users.create", "users.delete", "users.edit", "users.view"]);
    expect((await ask(`GET /api/roles/${role.id}`)).body.permissions).toEqual([]);
  });
});

describe("the writers' paths", () => {
  const person = { id: UUID, email: TEXT, username: TEXT, full_name: MAYBE.text, role: "user", is_active: true, is_verified: false, created_at: INSTANT };

  conforms("C1", async () => {
    const { email, username, password } = newPerson();
    const answer = await send("POST /auth/register", { body: { email, username, password, full_name: "Ada Lovelace" } });
    expect([answer.status, answer.body]).toMatchObject([201, { ...person, email, username, full_name: "Ada Lovelace" }]);
    const again = await send("POST /auth/register", { body: { email, username, password } });
    expect([again.status, again.body.detail]).toEqual([400, TEXT]);
    expect((await send("POST /auth/register", { body: { email: "no address", username, password } })).body).toMatchObject({ detail: [{ loc: ["body", "email"], msg: TEXT }] });
  });

  conforms("C2", async () => {
    const { email, password } = await makeUser();
    const answer = await send("POST /auth/login", { body: { email, password } });
    expect([answer.status, answer.body]).toMatchObject([200, { access_token: TEXT, refresh_token: TEXT, token_type: "bearer", expires_in: 900, user: { id: UUID, email, username: TEXT, full_name: null, role: "user" } }]);
    const wrong = await send("POST /auth/login", { body: { email, password: "not this one" } });
    expect([wrong.status, wrong.body.detail]).toEqual([401, TEXT]);
    const shut = await makeUser({ isActive: false });
    expect((await send("POST /auth/login", { body: { email: shut.email, password: shut.password } })).status).toBe(403);
  });

  conforms("C3", async () => {
    const answer = await send("POST /auth/refresh", { body: { refresh_token: (await makeViewer()).refreshToken } });
    expect([answer.status, answer.body]).toMatchObject([200, { access_token: TEXT, refresh_token: TEXT }]);
    expect((await send("POST /auth/refresh", { body: { refresh_token: "none" } })).body).toMatchObject({ detail: TEXT });
  });

  conforms("C4", async () => {
    const viewer = await makeViewer();
    expect((await send("POST /auth/logout", { as: viewer })).status).toBe(200);
    expect((await send("POST /auth/refresh", { body: { refresh_token: viewer.refreshToken } })).status).toBe(401);
  });

  conforms("C5", async () => {
    const viewer = await makeViewer([], { roles: ["user"], verified: false });
    expect((await send("GET /auth/me", { as: viewer })).body).toEqual({ ...person, id: viewer.user.id });
    const nobody = await send("GET /auth/me");
    expect([nobody.status, nobody.body.detail]).toEqual([401, TEXT]);
  });

  conforms("C7", async () => expect((await send("GET /health")).body).toMatchObject({ status: "healthy", database: "connected", redis: CACHE, timestamp: INSTANT }));
});
