/** Reference contract B8 to B13. */
import { describe, expect, it } from "vitest";
import { newId } from "@/lib/ids";
import { makeOrganization } from "@/tests/factories/make-organization";
import { makeRole } from "@/tests/factories/make-role";
import { makeSession } from "@/tests/factories/make-session";
import { makeUser } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { sql } from "@/tests/setup/sql";
import { call, toldBy } from "./call";

const PERSON = ["created_at", "email", "id", "is_active", "is_verified", "last_login", "profile", "roles", "username"];
const asAdmin = () => makeViewer(["*"], { reach: "platform" });

describe("B8 GET /api/v1/users", () => {
  it("lists people, with the page's figures in an object of their own", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["users.view"], { organization });
    for (let n = 0; n < 4; n += 1) await makeUser({ organization, password: null, isActive: n > 0, roles: n < 2 ? ["manager"] : [] });
    const list = async (query: Record<string, string>) => (await call("GET /api/v1/users", { as: viewer, query })).body;
    const all = await list({});
    expect(Object.keys(all).sort()).toEqual(["pagination", "users"]);
    expect(Object.keys(all.users[0]).sort()).toEqual(PERSON);
    expect(all.pagination).toEqual({ page: 1, per_page: 20, total: 5, pages: 1, has_next: false, has_prev: false });
    expect((await list({ per_page: "2", page: "2" })).pagination).toEqual({ page: 2, per_page: 2, total: 5, pages: 3, has_next: true, has_prev: true });
    expect((await list({ status: "inactive" })).users).toMatchObject([{ is_active: false }]);
    expect((await list({ status: "active" })).pagination.total).toBe(4);
    expect((await list({ role: "manager", status: "active" })).pagination.total).toBe(1);
    expect((await list({ search: viewer.user.username })).users).toMatchObject([{ id: viewer.user.id }]);
  });

  it("400 for a filter that it cannot honour, rather than everybody", async () => {
    const viewer = await makeViewer(["users.view"]);
    expect(await call("GET /api/v1/users", { as: viewer, query: { department: "Engines", status: "asleep" } })).toMatchObject({ status: 400, body: { errors: { department: [expect.any(String)], status: [expect.any(String)] } } });
  });
});

describe("B9 /api/v1/users/{id}", () => {
  it("GET shows one person, wrapped; 404 for nobody and for another organization's", async () => {
    const viewer = await makeViewer(["users.view"]);
    const { id } = await makeUser({ password: null });
    const { status, body } = await call("GET /api/v1/users/{id}", { as: viewer, params: { id } });
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ id, updated_at: expect.any(String) });
    const stranger = await makeUser({ organization: await makeOrganization() });
    for (const nobody of [newId(), stranger.id]) expect(await call("GET /api/v1/users/{id}", { as: viewer, params: { id: nobody } })).toMatchObject({ status: 404, body: { msg: expect.any(String) } });
  });

  it("PUT changes the account, and writes the row that the house writes", async () => {
    const viewer = await asAdmin();
    const [one, other] = [await makeUser({ password: null, verified: false }), await makeUser({ password: null, verified: false })];
    const alias = await toldBy(async () => {
      const answer = await call("PUT /api/v1/users/{id}", { as: viewer, params: { id: one.id }, body: { first_name: "Ada", phone: "+1 555 010 1234", is_verified: true, avatar_url: "dropped" } });
      expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String), user: { id: one.id, is_verified: true, profile: { first_name: "Ada", phone: "+1 555 010 1234" } } } });
    });
    const own = await import("@/app/api/admin/users/[id]/route");
    const body = { first_name: "Ada", phone_number: "+1 555 010 1234", is_verified: true };
    expect(alias).toEqual(await toldBy(() => http(own, { method: "PATCH", as: viewer, params: { id: other.id }, body })));
    expect(await call("PUT /api/v1/users/{id}", { as: viewer, params: { id: one.id }, body: { email: other.email } })).toMatchObject({ status: 400, body: { code: "EMAIL_TAKEN", errors: { email: [expect.any(String)] } } });
  });
});

describe("B10 and B11", () => {
  it("DELETE shuts an account, ends its sessions and keeps its data; activate opens it again", async () => {
    const viewer = await asAdmin();
    const person = await makeUser();
    const session = await makeSession(person);
    const params = { id: person.id };
    const shut = await toldBy(async () => expect(await call("DELETE /api/v1/users/{id}", { as: viewer, params })).toMatchObject({ status: 200, body: { message: expect.any(String) } }));
    expect(shut).toMatchObject([{ action: "user.admin_updated", changes: { is_active: { from: true, to: false } } }]);
    expect((await call("GET /api/v1/auth/profile", { as: session })).status).toBe(401);
    expect(await sql("SELECT is_active, deleted_at, email FROM users WHERE id = $1", [person.id])).toEqual([{ is_active: false, deleted_at: null, email: person.email }]);
    const opened = await toldBy(async () => expect((await call("POST /api/v1/users/{id}/activate", { as: viewer, params, body: {} })).status).toBe(200));
    expect(opened).toMatchObject([{ action: "user.admin_updated", changes: { is_active: { from: false, to: true } } }]);
    expect((await call("POST /api/v1/users/{id}/activate", { as: viewer, params: { id: newId() } })).status).toBe(404);
  });

  it("400 for oneself and for the last administrator", async () => {
    const viewer = await asAdmin();
    expect(await rowsUnchanged(() => call("DELETE /api/v1/users/{id}", { as: viewer, params: { id: viewer.user.id } }))).toMatchObject({ status: 400, body: { msg: expect.any(String) } });
  });
});

describe("B12 /api/v1/users/{id}/roles", () => {
  it("GET lists them, POST replaces all, DELETE takes one by the role's id", async () => {
    const viewer = await asAdmin();
    const { id } = await makeUser({ password: null, roles: ["user"] });
    const params = { id };
    const { body: before } = await call("GET /api/v1/users/{id}/roles", { as: viewer, params });
    expect(before).toEqual({ roles: [{ id: expect.any(String), name: "user", display_name: expect.any(String) }] });
    const told = await toldBy(async () => {
      const { status, body } = await call("POST /api/v1/users/{id}/roles", { as: viewer, params, body: { role_names: ["Manager", "auditor"] } });
      expect(status).toBe(200);
      expect(body).toMatchObject({ message: expect.any(String), roles: [{ name: "manager" }, { name: "auditor" }] });
    });
    expect(told).toMatchObject([{ action: "rbac.roles_replaced", success: true, changes: { roles: { from: ["user"], to: ["manager", "auditor"] } } }]);
    const { body: held } = await call("GET /api/v1/users/{id}/roles", { as: viewer, params });
    const { status } = await call("DELETE /api/v1/users/{id}/roles/{role_id}", { as: viewer, params: { id, role_id: held.roles[0].id } });
    expect(status).toBe(200);
    expect((await call("GET /api/v1/users/{id}/roles", { as: viewer, params })).body.roles).toMatchObject([{ name: "auditor" }]);
    expect((await call("DELETE /api/v1/users/{id}/roles/{role_id}", { as: viewer, params: { id, role_id: held.roles[0].id } })).status).toBe(404);
  });

  it("POST: 404 for a role that there is not, 400 for no list, 403 for what the caller does not hold; nothing changes", async () => {
    const { id } = await makeUser({ password: null, roles: ["user"] });
    const role = await makeRole(["audit.view"]);
    const weak = await makeViewer(["users.assign_role", "users.view"]);
    const post = (as: typeof weak, body: Record<string, unknown>) => rowsUnchanged(() => call("POST /api/v1/users/{id}/roles", { as, params: { id }, body }));
    const admin = await asAdmin();
    expect(await post(admin, { role_names: ["nobody has it"] })).toMatchObject({ status: 400, body: { code: "ROLE_NOT_FOUND", errors: { role_names: [expect.stringContaining("nobody_has_it")] } } });
    expect(await post(admin, {})).toMatchObject({ status: 400, body: { errors: { role_names: ["This is required."] } } });
    expect(await post(weak, { role_names: [role.name] })).toMatchObject({ status: 403, body: { code: "GRANT_OUT_OF_REACH" } });
  });
});

it("B13 GET /api/v1/users/stats counts what is there", async () => {
  const organization = await makeOrganization();
  const viewer = await makeViewer(["dashboard.analytics"], { organization });
  await makeUser({ organization, password: null, roles: ["manager"], verified: false });
  await makeUser({ organization, password: null, banned: true });
  const { status, body } = await call("GET /api/v1/users/stats", { as: viewer });
  expect(status).toBe(200);
  expect(Object.keys(body).sort()).toEqual(["active_users", "inactive_users", "recent_registrations", "role_distribution", "total_users", "verified_users"]);
  expect(body).toMatchObject({ total_users: 3, active_users: 2, inactive_users: 1, verified_users: 2, recent_registrations: 3, role_distribution: { manager: 1, auditor: 0 } });
});
