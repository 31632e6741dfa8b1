/** Reference contract T3 and T5 to T9, field by field and status by status. */
import { describe, expect, it } from "vitest";
import { newId } from "@/lib/ids";
import { makeOrganization } from "@/tests/factories/make-organization";
import { makeRole } from "@/tests/factories/make-role";
import { makeUser } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { http } from "@/tests/setup/http";
import { waitingFor } from "@/tests/setup/mailed";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { sql } from "@/tests/setup/sql";
import { call, toldBy } from "./call";

const PASSWORD = "nine lanterns over the harbour";
const PERSON = ["created_at", "email", "first_name", "id", "is_active", "last_login", "last_name", "roles", "username"];
const asAdmin = () => makeViewer(["*"], { reach: "platform" });
const newPerson = () => {
  const username = `p${newId().replaceAll("-", "").slice(-12)}`;
  return { username, email: `${username}@example.com`, password: PASSWORD, first_name: "Katherine", last_name: "Johnson" };
};

it("T3 POST /api/auth/refresh takes the token as Bearer and answers a new pair", async () => {
  const viewer = await makeViewer();
  const { status, body } = await call("POST /api/auth/refresh", { headers: { authorization: `Bearer ${viewer.refreshToken}` } });
  expect(status).toBe(200);
  expect(body).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String) });
  expect(await call("POST /api/auth/refresh", { body: {} })).toMatchObject({ status: 401, body: { error: expect.stringContaining("(401)") } });
});

describe("T5 GET /api/users", () => {
  it("lists ten a page, with the figures beside", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["users.view"], { organization });
    for (let n = 0; n < 11; n += 1) await makeUser({ organization, password: null, roles: n < 2 ? ["manager"] : [] });
    const { status, body } = await call("GET /api/users", { as: viewer });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(["page", "pages", "per_page", "total", "users"]);
    expect(body).toMatchObject({ total: 12, page: 1, per_page: 10, pages: 2 });
    expect(Object.keys(body.users[0]).sort()).toEqual(PERSON);
    expect((await call("GET /api/users", { as: viewer, query: { page: "2" } })).body.users).toHaveLength(2);
    const managers = await call("GET /api/users", { as: viewer, query: { role: "Manager" } });
    expect(managers.body.users.map(({ roles }: { roles: string[] }) => roles)).toEqual([["manager"], ["manager"]]);
  });

  it("finds by a part of the name, in `search`", async () => {
    const { username } = await makeUser({ password: null });
    const { body } = await call("GET /api/users", { as: await asAdmin(), query: { search: username } });
    expect(body.users).toMatchObject([{ username }]);
  });

  it("400 with `errors` under its own names", async () => {
    const answer = await call("GET /api/users", { as: await asAdmin(), query: { per_page: "1000", search: "x".repeat(300) } });
    expect(answer).toMatchObject({ status: 400, body: { code: "VALIDATION_ERROR", errors: { per_page: [expect.any(String)], search: [expect.any(String)] } } });
  });
});

describe("T6 POST /api/users", () => {
  it("201 with a sentence and the person, who holds all the roles that were named", async () => {
    const sent = newPerson();
    const { status, body } = await call("POST /api/users", { as: await asAdmin(), body: { ...sent, roles: ["Manager", "auditor"], is_superhero: true } });
    expect(status).toBe(201);
    expect(Object.keys(body).sort()).toEqual(["message", "user"]);
    expect(Object.keys(body.user).sort()).toEqual(PERSON);
    expect(body.user).toMatchObject({ username: sent.username, email: sent.email, first_name: "Katherine", last_name: "Johnson", is_active: true, roles: ["manager", "auditor"] });
  });

  it("400 with `errors` for a form that is not right and for names that are taken", async () => {
    const viewer = await asAdmin();
    const known = await makeUser({ password: null });
    const bad = await rowsUnchanged(() => call("POST /api/users", { as: viewer, body: { username: "x", email: "not one", password: PASSWORD } }));
    expect(bad).toMatchObject({ status: 400, body: { code: "VALIDATION_ERROR", errors: { username: [expect.any(String)], email: ["This is not an e-mail address."] } } });
    expect(await call("POST /api/users", { as: viewer, body: {} })).toMatchObject({ status: 400, body: { errors: { username: ["This is required."], password: ["This is required."] } } });
    const taken = await rowsUnchanged(() => call("POST /api/users", { as: viewer, body: { ...newPerson(), email: known.email } }));
    expect(taken).toMatchObject({ status: 400, body: { code: "EMAIL_TAKEN", errors: { email: [expect.any(String)] } } });
    const unknown = await rowsUnchanged(() => call("POST /api/users", { as: viewer, body: { ...newPerson(), roles: ["nobody has it"] } }));
    expect(unknown).toMatchObject({ status: 400, body: { errors: { roles: [expect.any(String)] } } });
  });

  it("403 for roles that the caller does not hold", async () => {
    const viewer = await makeViewer(["users.create", "users.view"]);
    const role = await makeRole(["audit.view"]);
    const answer = await rowsUnchanged(() => call("POST /api/users", { as: viewer, body: { ...newPerson(), roles: [role.name] } }));
    expect(answer).toMatchObject({ status: 403, body: { code: "GRANT_OUT_OF_REACH" } });
  });

  it("writes the row that the house writes", async () => {
    const viewer = await asAdmin();
    const own = await import("@/app/api/admin/users/route");
    const alias = await toldBy(() => call("POST /api/users", { as: viewer, body: { ...newPerson(), roles: ["manager"] } }));
    expect(alias).toEqual(await toldBy(() => http(own, { as: viewer, body: { ...newPerson(), roles: ["manager"] } })));
    expect(alias).toMatchObject([{ action: "user.admin_created", success: true }]);
  });
});

describe("T7 /api/users/{id}", () => {
  it("GET shows one person, flat", async () => {
    const { id, email } = await makeUser({ password: null, roles: ["user"] });
    const { status, body } = await call("GET /api/users/{id}", { as: await asAdmin(), params: { id } });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(PERSON);
    expect(body).toMatchObject({ id, email, roles: ["user"] });
  });

  it("PUT changes names and standing, and writes the row that the house writes", async () => {
    const viewer = await asAdmin();
    const [one, other] = [await makeUser({ password: null }), await makeUser({ password: null })];
    const body = { first_name: "Ada", is_active: false };
    const alias = await toldBy(async () => {
      const answer = await call("PUT /api/users/{id}", { as: viewer, params: { id: one.id }, body: { ...body, nickname: "Countess" } });
      expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String), user: { id: one.id, first_name: "Ada", is_active: false } } });
    });
    const own = await import("@/app/api/admin/users/[id]/route");
    expect(alias).toEqual(await toldBy(() => http(own, { method: "PATCH", as: viewer, params: { id: other.id }, path: `/api/admin/users/${other.id}`, body })));
    const roles = await rowsUnchanged(() => call("PUT /api/users/{id}", { as: viewer, params: { id: one.id }, body: { roles: ["admin"] } }));
    expect(roles).toMatchObject({ status: 400, body: { errors: { roles: [expect.stringContaining("PUT /api/rbac/users")] } } });
  });

  it("DELETE anonymises; a second time it is a 404", async () => {
    const viewer = await asAdmin();
    const { id } = await makeUser({ password: null });
    const told = await toldBy(async () => expect(await call("DELETE /api/users/{id}", { as: viewer, params: { id }, query: { hard: "true" } })).toMatchObject({ status: 200, body: { message: expect.any(String) } }));
    expect(told).toMatchObject([{ action: "user.soft_deleted", success: true }]);
    expect(await sql("SELECT deleted_at IS NOT NULL AS gone FROM users WHERE id = $1", [id])).toEqual([{ gone: true }]);
    expect((await call("DELETE /api/users/{id}", { as: viewer, params: { id } })).status).toBe(404);
  });

  it("404 for nobody, and for somebody of another organization", async () => {
    const stranger = await makeUser({ organization: await makeOrganization() });
    const viewer = await makeViewer(["users.view"]);
    for (const id of [newId(), stranger.id, "not-an-id"]) {
      expect(await call("GET /api/users/{id}", { as: viewer, params: { id } })).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
    }
  });
});

it("T8 POST /api/users/{id}/reset-password sends somebody a link with which they choose a new password", async () => {
  const viewer = await asAdmin();
  const { id, email } = await makeUser();
  const told = await toldBy(async () => expect(await call("POST /api/users/{id}/reset-password", { as: viewer, params: { id }, body: { new_password: "ignored" } })).toMatchObject({ status: 200, body: { message: expect.any(String) } }));
  expect(told).toMatchObject([{ action: "user.password_reset_request" }]);
  expect(await waitingFor(email)).toMatchObject([{ subject: "Choose your password" }]);
});

describe("T9 GET /api/users/analytics", () => {
  it("counts what is there", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["dashboard.analytics"], { organization });
    await makeUser({ organization, password: null, roles: ["manager"] });
    await makeUser({ organization, password: null, isActive: false });
    const { status, body } = await call("GET /api/users/analytics", { as: viewer });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(["active_users", "inactive_users", "recent_logins", "total_users", "user_growth", "users_by_role"]);
    expect(body).toMatchObject({ total_users: 3, active_users: 2, inactive_users: 1, users_by_role: { admin: 0, manager: 1 } });
    expect(body.recent_logins).toEqual([{ user: viewer.user.email, timestamp: expect.stringMatching(/Z$/), ip_address: expect.any(String) }]);
    expect(body.user_growth).toHaveLength(30);
    expect(body.user_growth.at(-1)).toEqual({ date: new Date().toISOString().slice(0, 10), users: 3, new_users: 3 });
  });
});
