/** Reference contract B1 to B6, and the variants of one's own account in 1.12. */
import { describe, expect, it } from "vitest";
import { newId } from "@/lib/ids";
import { makeRole } from "@/tests/factories/make-role";
import { makeUser } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { sql } from "@/tests/setup/sql";
import { withEnv } from "@/tests/setup/with-env";
import { call, toldBy } from "./call";

const PASSWORD = "nine lanterns over the harbour";
const PERSON = ["created_at", "email", "id", "is_active", "is_verified", "last_login", "profile", "roles", "updated_at", "username"];
const PROFILE = ["avatar_url", "department", "first_name", "last_name", "phone", "position", "preferences", "specialization"];
const asAdmin = () => makeViewer(["*"], { reach: "platform" });

describe("B1 POST /api/v1/auth/login", () => {
  it("200 by username or by address, with a profile inside the person", async () => {
    const { email, username } = await makeUser({ password: PASSWORD, firstName: "Grace", roles: ["manager"] });
    for (const name of [username, email]) {
      const { status, body } = await call("POST /api/v1/auth/login", { body: { username: name, password: PASSWORD } });
      expect(status).toBe(200);
      expect(Object.keys(body).sort()).toEqual(["access_token", "message", "refresh_token", "user"]);
      expect(Object.keys(body.user).sort()).toEqual(PERSON);
      expect(Object.keys(body.user.profile).sort()).toEqual(PROFILE);
      expect(body.user).toMatchObject({ email, username, is_active: true, is_verified: true, roles: ["manager"], last_login: expect.any(String), profile: { first_name: "Grace" } });
    }
  });

  it("401 for a wrong password, 400 for none, never 423", async () => {
    const { username } = await makeUser({ password: PASSWORD });
    expect(await call("POST /api/v1/auth/login", { body: { username, password: "not it" } })).toMatchObject({ status: 401, body: { error: expect.any(String), msg: expect.stringContaining("(401)"), code: "INVALID_CREDENTIALS" } });
    expect(await call("POST /api/v1/auth/login", { body: { username } })).toMatchObject({ status: 400, body: { msg: expect.any(String), errors: { password: ["This is required."] } } });
  });

  it("429 tells how long to wait, in the body and in the headers", async () => {
    const ip = "198.51.100.88";
    await withEnv({ RATE_LIMIT_LOGIN: "1/60s" }, async () => {
      const attempt = () => call("POST /api/v1/auth/login", { ip, body: { username: "nobody", password: "not it" } });
      await attempt();
      const { status, body, headers } = await attempt();
      expect(status).toBe(429);
      expect(body).toMatchObject({ error: body.message, code: "RATE_LIMIT_EXCEEDED", retry_after: expect.any(Number) });
      expect(headers.get("retry-after")).toBe(String(Math.ceil(body.retry_after)));
      expect(headers.get("x-ratelimit-remaining")).toBe("0");
    });
  });
});

it("B2 POST /api/v1/auth/logout ends the session", async () => {
  const viewer = await makeViewer();
  const told = await toldBy(async () => expect(await call("POST /api/v1/auth/logout", { as: viewer, body: {} })).toMatchObject({ status: 200, body: { message: expect.any(String) } }));
  expect(told).toMatchObject([{ action: "user.logout" }]);
  expect((await call("GET /api/v1/auth/profile", { as: viewer })).status).toBe(401);
});

it("B3 POST /api/v1/auth/refresh takes the refresh token as Bearer, and answers a new pair", async () => {
  const viewer = await makeViewer();
  const { status, body } = await call("POST /api/v1/auth/refresh", { headers: { authorization: `Bearer ${viewer.refreshToken}` } });
  expect(status).toBe(200);
  expect(Object.keys(body).sort()).toEqual(["access_token", "refresh_token"]);
  expect(await call("POST /api/v1/auth/refresh", { as: viewer })).toMatchObject({ status: 401, body: { msg: expect.any(String) } });
});

describe("B4 /api/v1/auth/profile", () => {
  it.each(["GET /api/v1/auth/profile", "GET /api/v1/users/me", "GET /api/v1/users/profile"])("%s answers oneself, wrapped", async (address) => {
    const viewer = await makeViewer();
    const { status, body } = await call(address, { as: viewer });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["user"]);
    expect(Object.keys(body.user).sort()).toEqual(PERSON);
    expect(body.user.id).toBe(viewer.user.id);
  });

  it.each(["PUT /api/v1/auth/profile", "PUT /api/v1/users/profile"])("%s changes one's own, and writes the row that the house writes", async (address) => {
    const [one, other] = [await makeViewer(), await makeViewer()];
    const alias = await toldBy(async () => {
      const { status, body } = await call(address, { as: one, body: { first_name: "Ada", phone: "+1 555 010 1234", position: "Countess", department: "Engines", preferences: { theme: "dark" } } });
      expect(status).toBe(200);
      expect(body).toMatchObject({ message: expect.any(String), user: { id: one.user.id, profile: { first_name: "Ada", phone: "+1 555 010 1234", position: "Countess", department: null, preferences: {} } } });
    });
    const own = await import("@/app/api/auth/user/[handle]/route");
    const body = { first_name: "Ada", phone_number: "+1 555 010 1234", occupation: "Countess" };
    expect(alias).toEqual(await toldBy(() => http(own, { method: "PUT", as: other, params: { handle: "@me" }, body })));
  });

  it("400 under its own names, also for another address", async () => {
    const viewer = await makeViewer();
    const answer = await rowsUnchanged(() => call("PUT /api/v1/auth/profile", { as: viewer, body: { phone: "call me", email: "other@example.com" } }));
    expect(answer).toMatchObject({ status: 400, body: { code: "VALIDATION_ERROR", errors: { phone: [expect.any(String)] } } });
    expect(await call("PUT /api/v1/auth/profile", { as: viewer, body: { email: "other@example.com" } })).toMatchObject({ status: 400, body: { errors: { email: [expect.any(String)] } } });
  });
});

describe("B5 POST /api/v1/auth/change-password", () => {
  it("200, and 400 for a wrong one or a weak one", async () => {
    const viewer = await makeViewer([], { password: PASSWORD });
    const change = (body: Record<string, unknown>) => call("POST /api/v1/auth/change-password", { as: viewer, body });
    expect(await change({ current_password: "not it", new_password: "eleven lanterns over the hills" })).toMatchObject({ status: 400, body: { msg: expect.any(String), errors: { current_password: [expect.any(String)] } } });
    expect(await change({ current_password: PASSWORD, new_password: "short" })).toMatchObject({ status: 400, body: { errors: { new_password: [expect.any(String)] } } });
    const told = await toldBy(async () => expect(await change({ current_password: PASSWORD, new_password: "eleven lanterns over the hills", confirm: "dropped" })).toMatchObject({ status: 200, body: { message: expect.any(String) } }));
    expect(told).toMatchObject([{ action: "user.password_change", success: true }]);
  });
});

describe.each(["POST /api/v1/auth/register", "POST /api/v1/users"])("B6 %s", (address) => {
  const newPerson = () => {
    const username = `p${newId().replaceAll("-", "").slice(-12)}`;
    return { username, email: `${username}@example.com`, password: PASSWORD };
  };

  it("201 for an administrator, with profile and roles, and writes the row that the house writes", async () => {
    const viewer = await asAdmin();
    const sent = newPerson();
    const alias = await toldBy(async () => {
      const { status, body } = await call(address, { as: viewer, body: { ...sent, is_active: true, profile: { first_name: "Ada", last_name: "King", phone: "+1 555 010 1234", department: "Engines" }, roles: ["manager", "auditor"] } });
      expect(status).toBe(201);
      expect(body).toMatchObject({ message: expect.any(String), user: { username: sent.username, email: sent.email, is_active: true, roles: ["manager", "auditor"], profile: { first_name: "Ada", last_name: "King", phone: "+1 555 010 1234", department: null } } });
    });
    const own = await import("@/app/api/admin/users/route");
    expect(alias).toEqual(await toldBy(() => http(own, { as: viewer, body: { ...newPerson(), roles: ["manager", "auditor"] } })));
    expect(await sql("SELECT must_change_password FROM users WHERE username = $1", [sent.username])).toEqual([{ must_change_password: true }]);
  });

  it("400 for what is wrong, by its own names, and for what is taken", async () => {
    const viewer = await asAdmin();
    const known = await makeUser({ password: null });
    const bad = await rowsUnchanged(() => call(address, { as: viewer, body: { ...newPerson(), is_active: false, profile: { phone: "call me" } } }));
    expect(bad).toMatchObject({ status: 400, body: { errors: { is_active: [expect.stringContaining("PUT")] } } });
    expect(await call(address, { as: viewer, body: { ...newPerson(), profile: { phone: "call me" } } })).toMatchObject({ status: 400, body: { errors: { "profile.phone": [expect.any(String)] } } });
    const taken = await rowsUnchanged(() => call(address, { as: viewer, body: { ...newPerson(), username: known.username } }));
    expect(taken).toMatchObject({ status: 400, body: { code: "USERNAME_TAKEN", errors: { username: [expect.any(String)] } } });
  });

  it("403 for a role that the caller does not hold", async () => {
    const role = await makeRole(["audit.view"]);
    const viewer = await makeViewer(["users.create"]);
    const answer = await rowsUnchanged(() => call(address, { as: viewer, body: { ...newPerson(), roles: [role.name] } }));
    expect(answer).toMatchObject({ status: 403, body: { msg: expect.any(String), code: "GRANT_OUT_OF_REACH" } });
  });
});
