import { beforeAll, describe, expect } from "vitest";
import { newId } from "@/lib/ids";
import { makeRole } from "../factories/make-role";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { withEnv } from "../setup/with-env";
import { conforms } from "./conforms";
import { COUNT, INSTANT, LIST, MAYBE, UUID } from "./shapes";
import { send } from "./wire";

let admin: TestViewer;
beforeAll(async () => {
  admin = await makeViewer([], { roles: ["admin"], reach: "platform" });
});

const ask = (line: string, body?: unknown) => send(line, { as: admin, body });
const TEXT: unknown = expect.any(String);
const FLAG: unknown = expect.any(Boolean);
const PROFILE = { first_name: MAYBE.text, last_name: MAYBE.text, phone: MAYBE.text, department: MAYBE.text, position: MAYBE.text, specialization: MAYBE.text, preferences: {}, avatar_url: MAYBE.text };
const PERSON = { id: UUID, username: TEXT, email: TEXT, is_active: FLAG, is_verified: FLAG, last_login: MAYBE.instant, created_at: INSTANT, updated_at: INSTANT, roles: LIST, profile: PROFILE };
const { updated_at: _updated, ...LISTED } = PERSON;
const PAGES = { page: COUNT, per_page: COUNT, total: COUNT, pages: COUNT, has_next: FLAG, has_prev: FLAG };

describe("one's own account", () => {
  conforms("B1", async () => {
    const { username, email } = await makeUser();
    for (const name of [username, email]) {
      const answer = await send("POST /api/v1/auth/login", { body: { username: name, password: TEST_PASSWORD } });
      expect([answer.status, answer.body]).toEqual([200, { message: TEXT, access_token: TEXT, refresh_token: TEXT, user: { ...PERSON, username } }]);
    }
    const wrong = await send("POST /api/v1/auth/login", { body: { username, password: "not this one" } });
    expect([wrong.status, wrong.body]).toMatchObject([401, { error: TEXT, msg: TEXT }]);
    expect((await send("POST /api/v1/auth/login", { body: {} })).status).toBe(400);
  });

  conforms("B2", async () => {
    const viewer = await makeViewer();
    expect((await send("POST /api/v1/auth/logout", { as: viewer })).body).toEqual({ message: TEXT });
    expect((await send("GET /api/v1/auth/profile", { as: viewer })).status).toBe(401);
  });

  conforms("B3", async () => {
    const viewer = await makeViewer();
    const answer = await send("POST /api/v1/auth/refresh", { headers: { authorization: `Bearer ${viewer.refreshToken}` } });
    expect([answer.status, answer.body]).toEqual([200, { access_token: TEXT, refresh_token: TEXT }]);
    expect((await send("POST /api/v1/auth/refresh", { as: viewer })).status).toBe(401);
  });

  conforms("B4", async () => {
    const viewer = await makeViewer();
    expect((await send("GET /api/v1/auth/profile", { as: viewer })).body).toEqual({ user: { ...PERSON, id: viewer.user.id } });
    const changed = await send("PUT /api/v1/auth/profile", { as: viewer, body: { first_name: "Ada", phone: "+44 20 7946 0000", position: "Analyst" } });
    expect([changed.status, changed.body]).toEqual([200, { message: TEXT, user: { ...PERSON, profile: { ...PROFILE, first_name: "Ada", phone: "+44 20 7946 0000", position: "Analyst" } } }]);
    expect((await send("PUT /api/v1/auth/profile", { as: viewer, body: { email: "other@example.com" } })).status).toBe(400);
  });

  conforms("B5", async () => {
    const viewer = await makeViewer();
    expect((await send("POST /api/v1/auth/change-password", { as: viewer, body: { current_password: "not this one", new_password: "a wholly different sentence" } })).status).toBe(400);
    expect((await send("POST /api/v1/auth/change-password", { as: viewer, body: { current_password: TEST_PASSWORD, new_password: "a wholly different sentence" } })).body).toEqual({ message: TEXT });
  });
});

describe("people", () => {
  conforms("B6", async () => {
    const body = { username: `backend-${newId().slice(-12)}`, email: `backend-${newId()}@example.com`, password: TEST_PASSWORD, profile: { first_name: "Ada" }, roles: ["manager"] };
    const answer = await ask("POST /api/v1/auth/register", body);
    expect([answer.status, answer.body]).toMatchObject([201, { message: TEXT, user: { username: body.username, roles: ["manager"], profile: { first_name: "Ada" } } }]);
    expect((await ask("POST /api/v1/auth/register", body)).status).toBe(400);
    expect((await send("POST /api/v1/auth/register", { as: await makeViewer(), body })).status).toBe(403);
  });

  conforms("B8", async () => {
    const person = await makeUser({ isActive: false, roles: ["manager"] });
    const answer = await ask(`GET /api/v1/users?search=${person.email}&status=inactive&role=manager&per_page=1`);
    expect([answer.status, answer.body]).toEqual([200, { users: [{ ...LISTED, id: person.id, is_active: false }], pagination: { ...PAGES, page: 1, per_page: 1, total: 1, pages: 1, has_next: false, has_prev: false } }]);
    expect((await ask("GET /api/v1/users?per_page=1")).body.pagination).toEqual({ ...PAGES, has_next: true });
  });

  conforms("B9", async () => {
    const { id } = await makeUser();
    expect((await ask(`GET /api/v1/users/${id}`)).body).toEqual({ user: { ...PERSON, id } });
    expect((await ask(`PUT /api/v1/users/${id}`, { first_name: "Grace", is_verified: false })).body).toMatchObject({ message: TEXT, user: { is_verified: false, profile: { first_name: "Grace" } } });
    expect((await send(`GET /api/v1/users/${id}`, { as: await makeViewer() })).status).toBe(403);
  });

  conforms("B10", async () => {
    const person = await makeViewer();
    expect((await ask(`DELETE /api/v1/users/${person.user.id}`)).body).toEqual({ message: TEXT });
    expect((await send("GET /api/v1/auth/profile", { as: person })).status).toBe(401);
    expect((await ask(`DELETE /api/v1/users/${admin.user.id}`)).status).toBe(400);
  });

  conforms("B11", async () => {
    const person = await makeUser({ isActive: false });
    expect((await ask(`POST /api/v1/users/${person.id}/activate`)).body).toEqual({ message: TEXT });
    expect((await send("POST /api/v1/auth/login", { body: { username: person.username, password: TEST_PASSWORD } })).status).toBe(200);
  });

  conforms("B12", async () => {
    const [person, role] = [await makeUser({ roles: ["user"] }), await makeRole([])];
    expect((await ask(`GET /api/v1/users/${person.id}/roles`)).body).toMatchObject({ roles: [{ id: UUID, name: "user" }] });
    const replaced = await ask(`POST /api/v1/users/${person.id}/roles`, { role_names: ["manager", role.name] });
    expect([replaced.status, replaced.body.roles.map(({ name }: { name: string }) => name).sort()]).toEqual([200, ["manager", role.name].sort()]);
    expect((await ask(`DELETE /api/v1/users/${person.id}/roles/${role.id}`)).body).toEqual({ message: TEXT });
    expect((await ask(`GET /api/v1/users/${person.id}/roles`)).body.roles.map(({ name }: { name: string }) => name)).toEqual(["manager"]);
  });

  conforms("B13", async () => {
    const { status, body } = await ask("GET /api/v1/users/stats");
    expect([status, body]).toEqual([200, { total_users: COUNT, active_users: COUNT, inactive_users: COUNT, verified_users: COUNT, role_distribution: expect.objectContaining({ admin: COUNT }), recent_registrations: COUNT }]);
  });
});

describe("the system", () => {
  conforms("B14", async () => {
    const person = await makeUser();
    await send("POST /api/v1/auth/login", { body: { username: person.username, password: "not this one" } });
    const { status, body } = await ask("GET /api/v1/system/audit-logs?event_type=user.login_failed&per_page=1");
    expect([status, body.pagination, body.filters.event_type]).toEqual([200, { ...PAGES, per_page: 1 }, "user.login_failed"]);
    expect(body.logs[0]).toMatchObject({ id: UUID, event_type: "user.login_failed", event_category: TEXT, user_email: MAYBE.text, ip_address: TEXT, status: "FAILED", created_at: INSTANT });
  });

  conforms("B16", async () => {
    expect((await ask("GET /api/v1/system/health/detailed")).body).toMatchObject({ status: expect.stringMatching(/^(healthy|warning)$/), issues: LIST });
    expect((await send("GET /api/v1/system/health/detailed", { as: await makeViewer() })).status).toBe(403);
  });

  conforms("B20", async () => {
    expect((await send("GET /api/v1/health")).body).toEqual({ status: TEXT, version: TEXT, timestamp: INSTANT });
    expect((await send("GET /api/v1/info")).status).toBe(200);
  });
});

describe("one capability by several paths", () => {
  conforms("1.12-users", async () => {
    const { id, email } = await makeUser();
    for (const line of [`GET /api/admin/users?q=${email}`, `GET /api/users?search=${email}`, `GET /api/v1/users?search=${email}`]) expect((await ask(line)).body.users.map((person: { id: string }) => person.id), line).toEqual([id]);
  });

  conforms("1.12-me", async () => {
    const viewer = await makeViewer();
    const shapes = [["GET /api/auth/user/@me", "user"], ["GET /api/auth/me", null], ["GET /auth/me", null], ["GET /api/v1/auth/profile", "user"]] as const;
    for (const [line, wrapped] of shapes) {
      const { body } = await send(line, { as: viewer });
      expect((wrapped ? body[wrapped] : body).id, line).toBe(viewer.user.id);
    }
  });

  conforms("1.12-edit", async () => {
    const viewer = await makeViewer();
    for (const [at, line] of ["POST /api/auth/update_user", "PUT /api/auth/user/@me", "PUT /api/v1/auth/profile"].entries()) {
      await send(line, { as: viewer, body: { first_name: `Name${at}` } });
      expect((await send("GET /api/auth/me", { as: viewer })).body.first_name).toBe(`Name${at}`);
    }
  });

  conforms("1.12-refresh", async () => {
    for (const path of ["/api/auth/token/refresh", "/api/auth/refresh", "/auth/refresh", "/api/v1/auth/refresh"]) {
      expect((await send(`POST ${path}`, { headers: { authorization: `Bearer ${(await makeViewer()).refreshToken}` } })).status, path).toBe(200);
      expect((await send(`POST ${path}`, { body: { refresh_token: (await makeViewer()).refreshToken } })).status, path).toBe(200);
      expect((await send(`POST ${path}`, { browser: true, cookies: { refresh_token: (await makeViewer()).refreshToken } })).status, path).toBe(200);
    }
  });

  conforms("1.12-audit", async () => {
    for (const path of ["/api/audit/audit-logs", "/api/audit", "/api/audit-logs", "/api/v1/system/audit-logs"]) expect((await ask(`GET ${path}`)).body.logs, path).toEqual(LIST);
  });

  conforms("1.12-off", () =>
    withEnv({ COMPAT: "false" }, async () => {
      for (const line of ["GET /auth/me", "GET /api/users", "GET /api/v1/users", "GET /api/audit"]) {
        const answer = await ask(line);
        expect([answer.status, answer.body.code], line).toEqual([404, "NOT_FOUND"]);
      }
    }));
});
