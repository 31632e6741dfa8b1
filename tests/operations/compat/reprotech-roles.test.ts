/** Reference contract T10 and T11, and T4's permission names. */
import { describe, expect, it } from "vitest";
import { CATALOGUE } from "@/lib/access/catalogue";
import { toDotted, toUnderscore, withAliases } from "@/lib/access/permission-aliases";
import { newId } from "@/lib/ids";
import { makeRole } from "@/tests/factories/make-role";
import { makeViewer } from "@/tests/factories/make-viewer";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { withEnv } from "@/tests/setup/with-env";
import { call, toldBy } from "./call";

const ROLE = ["description", "display_name", "id", "name", "permissions"];
const asAdmin = () => makeViewer(["*"], { reach: "platform" });
const words = () => `Night ${newId().slice(-12)}`;

describe("names of permissions", () => {
  it("are those that the documents have", () => {
    const known = { "users.create": "user_create", "users.view": "user_read", "users.edit": "user_update", "users.delete": "user_delete", "roles.view": "role_read", "audit.view": "audit_view" };
    for (const [ours, theirs] of Object.entries(known)) expect([toUnderscore(ours), toDotted(theirs)]).toEqual([theirs, ours]);
  });

  it("go back and forth without loss, each of its own, and take ours as well", () => {
    const names = CATALOGUE.map(({ name }) => name);
    expect(names.map(toUnderscore).map(toDotted)).toEqual(names);
    expect(names.map(toDotted)).toEqual(names);
    expect(names.map(toUnderscore).every((name) => /^[a-z_]+$/.test(name))).toBe(true);
    expect([toUnderscore("made.at_run_time"), toDotted("user_fly")]).toEqual(["made.at_run_time", "user_fly"]);
  });

  it("are both in T4 GET /api/auth/me, for clients of either kind, as long as COMPAT is on", async () => {
    const viewer = await makeViewer(["users.view", "roles.view"]);
    const me = await import("@/app/api/auth/me/route");
    const held = ["roles.view", "users.view"];
    expect((await http(me, { as: viewer })).body.permissions).toEqual(withAliases(held));
    expect(withAliases(held)).toEqual([...held, "role_read", "user_read"]);
    await withEnv({ COMPAT: "false" }, async () => expect((await http(me, { as: viewer })).body.permissions).toEqual(held));
  });
});

describe("T10 GET /api/roles", () => {
  it("lists all with what they grant, by underscore names", async () => {
    const made = await makeRole(["users.view", "users.edit"]);
    const { status, body } = await call("GET /api/roles", { as: await makeViewer(["roles.view"]) });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["roles"]);
    const role = body.roles.find(({ id }: { id: string }) => id === made.id);
    expect(Object.keys(role).sort()).toEqual(ROLE);
    expect(role.permissions.sort()).toEqual(["user_read", "user_update"]);
  });
});

describe("T11 POST /api/roles", () => {
  it("201: called as people read it, with permissions by either name", async () => {
    const name = words();
    const { status, body } = await call("POST /api/roles", { as: await asAdmin(), body: { name, description: "At night", permissions: ["user_read", "audit.view"] } });
    expect(status).toBe(201);
    expect(Object.keys(body).sort()).toEqual(["message", "role"]);
    expect(body.role).toMatchObject({ name: name.toLowerCase().replace(" ", "_"), display_name: name, description: "At night", permissions: ["audit_view", "user_read"] });
  });

  it("400 with `errors` for a name that is taken, none, or permissions that are none", async () => {
    const viewer = await asAdmin();
    const { name } = await makeRole([]);
    expect(await rowsUnchanged(() => call("POST /api/roles", { as: viewer, body: { name } }))).toMatchObject({ status: 400, body: { code: "ROLE_NAME_TAKEN", errors: { name: [expect.any(String)] } } });
    expect(await call("POST /api/roles", { as: viewer, body: {} })).toMatchObject({ status: 400, body: { errors: { name: ["This is required."] } } });
    expect(await call("POST /api/roles", { as: viewer, body: { name: words(), permissions: ["user_fly"] } })).toMatchObject({ status: 400, body: { errors: expect.any(Object) } });
  });

  it("403 for whoever holds it in one organization alone", async () => {
    const viewer = await makeViewer(["roles.create"]);
    expect(await rowsUnchanged(() => call("POST /api/roles", { as: viewer, body: { name: words() } }))).toMatchObject({ status: 403, body: { code: "PLATFORM_ONLY" } });
  });

  it("writes the row that the house writes", async () => {
    const viewer = await asAdmin();
    const own = await import("@/app/api/rbac/roles/route");
    const [one, other] = [words(), words()];
    const alias = (await toldBy(() => call("POST /api/roles", { as: viewer, body: { name: one } }))) as { action: string; metadata: { role_name: string } }[];
    const house = (await toldBy(() => http(own, { as: viewer, body: { name: other.toLowerCase().replace(" ", "_"), display_name: other } }))) as typeof alias;
    expect(alias.map(({ metadata, ...row }) => ({ ...row, metadata: { ...metadata, role_name: null } }))).toEqual(house.map(({ metadata, ...row }) => ({ ...row, metadata: { ...metadata, role_name: null } })));
    expect(alias).toMatchObject([{ action: "rbac.role_created" }]);
  });
});

describe("T11 /api/roles/{id}", () => {
  it("GET shows one, flat", async () => {
    const { id, name } = await makeRole(["roles.view"]);
    const { status, body } = await call("GET /api/roles/{id}", { as: await makeViewer(["roles.view"]), params: { id } });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(ROLE);
    expect(body).toMatchObject({ id, name, permissions: ["role_read"] });
  });

  it("PUT changes what it is called and described as; what it grants is changed elsewhere", async () => {
    const viewer = await asAdmin();
    const { id, name } = await makeRole([]);
    const told = await toldBy(async () =>
      expect(await call("PUT /api/roles/{id}", { as: viewer, params: { id }, body: { name: "Day Shift", description: "By day" } })).toMatchObject({ status: 200, body: { message: expect.any(String), role: { id, name, display_name: "Day Shift", description: "By day" } } }),
    );
    expect(told).toMatchObject([{ action: "rbac.role_updated", success: true }]);
    const answer = await rowsUnchanged(() => call("PUT /api/roles/{id}", { as: viewer, params: { id }, body: { permissions: ["user_read"] } }));
    expect(answer).toMatchObject({ status: 400, body: { errors: { permissions: [expect.stringContaining("PUT /api/rbac/roles")] } } });
  });

  it("DELETE takes one away that nobody holds; one that is held is a 409", async () => {
    const viewer = await asAdmin();
    const [free, held] = [await makeRole([]), await makeRole([])];
    await makeViewer([], { roles: [held.name] });
    const told = await toldBy(async () => expect(await call("DELETE /api/roles/{id}", { as: viewer, params: { id: free.id } })).toMatchObject({ status: 200, body: { message: expect.any(String) } }));
    expect(told).toMatchObject([{ action: "rbac.role_deleted" }]);
    expect(await rowsUnchanged(() => call("DELETE /api/roles/{id}", { as: viewer, params: { id: held.id }, query: { force: "true" } }))).toMatchObject({ status: 409, body: { code: "ROLE_IN_USE" } });
  });

  it("404 for none", async () => {
    const viewer = await asAdmin();
    for (const method of ["GET", "DELETE"]) expect((await call(`${method} /api/roles/{id}`, { as: viewer, params: { id: newId() } })).status).toBe(404);
  });
});
