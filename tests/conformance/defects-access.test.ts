import { beforeAll, describe, expect, vi } from "vitest";
import { pagePolicy } from "@/lib/edge/security-headers";
import { privateHeaders } from "@/lib/edge/private-headers";
import { clientIp } from "@/lib/http/client-ip";
import { handler } from "@/lib/http/handler";
import { newId } from "@/lib/ids";
import { makeEvents } from "../factories/make-events";
import { defaultOrganization, makeOrganization } from "../factories/make-organization";
import { makeRole } from "../factories/make-role";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { auditRowsOf } from "../setup/audit-rows";
import { http } from "../setup/http";
import { oneRow, sql } from "../setup/sql";
import { withEnv } from "../setup/with-env";
import { conforms } from "./conforms";
import { send } from "./wire";

let admin: TestViewer;
beforeAll(async () => {
  admin = await makeViewer([], { roles: ["admin"], reach: "platform", password: null });
});

const statusOf = async (line: string, as: TestViewer, body?: unknown) => (await send(line, { as, body })).status;

describe("who may", () => {
  conforms("9.1-22", async () => {
    const [manager, role, person] = [await makeViewer(["rbac.admin", "users.view", "users.assign_role"], { reach: "platform" }), await makeRole(["audit.view"]), await makeUser()];
    const mine = await oneRow<{ role_id: string }>("SELECT role_id FROM role_assignments WHERE user_id = $1", [manager.user.id]);
    expect(await statusOf(`PUT /api/rbac/users/${person.id}/role`, manager, { role_id: role.id })).toBe(403);
    expect(await statusOf(`POST /api/rbac/roles/${mine.role_id}/permissions`, manager, { permissions: ["audit.view"] })).toBe(409);
    expect(await statusOf(`PUT /api/rbac/users/${manager.user.id}/role`, manager, { role: "admin" })).toBe(409);
    expect(await statusOf("POST /api/rbac/roles", admin, { name: `r_${newId().replaceAll("-", "")}`, is_system: true })).toBe(422);
    const system = await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'admin'", []);
    expect(await statusOf(`DELETE /api/rbac/roles/${system.id}?force=true`, admin)).toBe(409);
    await sql("DELETE FROM role_assignments WHERE role_id = $1 AND user_id <> $2", [system.id, admin.user.id]);
    const second = await makeViewer(["*"], { reach: "platform" });
    await sql("UPDATE role_assignments SET expires_at = app_now() + interval '1 hour' WHERE user_id = $1", [second.user.id]);
    expect((await send(`DELETE /api/rbac/users/${admin.user.id}/role`, { as: second })).body.code).toBe("LAST_ADMIN");
    for (const line of [`POST /api/admin/users/${admin.user.id}/ban`, `DELETE /api/admin/users/${admin.user.id}`]) expect((await send(line, { as: second, body: line.startsWith("POST") ? {} : undefined })).body.code).toBe("LAST_ADMIN");
  });

  conforms("9.1-23", async () => {
    const [named, holder] = [await makeViewer([], { roles: [(await makeRole([])).name] }), await makeViewer(["rbac.admin"])];
    await sql("UPDATE roles SET display_name = 'admin' WHERE id = (SELECT role_id FROM role_assignments WHERE user_id = $1)", [named.user.id]);
    const lines = ["GET /api/rbac/roles", "GET /api/admin/users", "GET /api/audit/audit-logs"];
    const all = async (viewer: TestViewer) => Promise.all(lines.map((line) => statusOf(line, viewer)));
    expect([await all(named), await all(holder), await all(await makeViewer(["roles.view", "users.view", "audit.view"]))]).toEqual([[403, 403, 403], [200, 403, 403], [200, 200, 200]]);
  });

  conforms("9.1-24", async () => {
    const id = newId();
    await makeEvents((await defaultOrganization()).id, [{ action: "chart.viewed", stream: "activity", resource: { type: "chart", id } }]);
    const line = `GET /api/audit/activity-logs/resource/chart/${id}`;
    expect([await statusOf(line, await makeViewer()), await statusOf(line, await makeViewer(["activity.view"]))]).toEqual([403, 200]);
  });

  conforms("9.1-25", async () => {
    const elsewhere = await makeOrganization();
    const theirs = await makeViewer([], { organization: elsewhere });
    await makeEvents(elsewhere.id, [{ action: "user.login", actorId: theirs.user.id }]);
    const permissions = ["users.view", "sessions.view", "audit.view", "compliance.view"];
    const viewer = await makeViewer(permissions);
    expect((await send(`GET /api/admin/users?q=${theirs.user.email}`, { as: viewer })).body).toMatchObject({ users: [], total: 0 });
    for (const path of ["", "/sessions"]) expect(await statusOf(`GET /api/admin/users/${theirs.user.id}${path}`, viewer)).toBe(404);
    expect((await send(`GET /api/audit/audit-logs?actor_user_id=${theirs.user.id}`, { as: viewer })).body.total).toBe(0);
    const summary = async () => (await send("GET /api/audit/compliance/security-summary", { as: viewer })).body.active_sessions as number;
    const before = await summary();
    await makeViewer([], { organization: elsewhere });
    expect(await summary()).toBe(before);
    const nowhere = await makeViewer([], { organization: null });
    const { id } = await makeRole(permissions);
    await sql("INSERT INTO role_assignments (id, user_id, role_id, organization_id, created_at) VALUES ($1, $2, $3, $4, app_now())", [newId(), nowhere.user.id, id, elsewhere.id]);
    expect(await statusOf("GET /api/admin/users", nowhere)).toBe(403);
  });
});

describe("what is answered", () => {
  conforms("9.1-29", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const route = { GET: handler({ access: { kind: "anyone" } }, async () => Promise.reject(new Error("relation secrets does not exist"))) };
    const answer = await http(route);
    vi.restoreAllMocks();
    expect([answer.status, answer.body]).toEqual([500, { error: "Something went wrong on our side.", code: "INTERNAL_ERROR", request_id: expect.any(String) }]);
  });

  conforms("9.1-30", async () => {
    for (const query of ["limit=abc", "limit=-1", "offset=-5", "limit=1e9", "limit=1.5"]) expect(await statusOf(`GET /api/audit/audit-logs?${query}`, admin), query).toBe(422);
    for (const query of ["page=-1", "per_page=0", "role_id=1"]) expect(await statusOf(`GET /api/admin/users?${query}`, admin), query).toBe(422);
    const mark = newId().slice(-12);
    const person = await makeUser({ email: `under_${mark}@example.com` });
    await makeUser({ email: `underx${mark}@example.com` });
    expect((await send(`GET /api/admin/users?q=under_${mark}`, { as: admin })).body.users.map(({ id }: { id: string }) => id)).toEqual([person.id]);
    expect((await send(`GET /api/admin/users?q=under%25${mark}`, { as: admin })).body.total).toBe(0);
  });

  conforms("9.1-31", () => {
    const scripts = pagePolicy("abc").split("; ").find((directive) => directive.startsWith("script-src "));
    expect(scripts).toBe("script-src 'nonce-abc' 'strict-dynamic'");
    expect(pagePolicy("abc")).not.toMatch(/unsafe-eval|\*/);
  });

  conforms("9.1-32", async () => {
    const sharp = (await import("sharp")).default;
    const viewer = await makeViewer();
    const upload = (bytes: Uint8Array<ArrayBuffer>, type: string) => {
      const body = new FormData();
      body.set("file", new File([bytes], "me.png", { type }));
      return send("POST /api/auth/upload-profile-picture", { as: viewer, body });
    };
    const png = new Uint8Array(await sharp({ create: { width: 32, height: 32, channels: 3, background: "#123456" } }).withMetadata({ exif: { IFD0: { Artist: "somebody" } } }).png().toBuffer());
    const { body } = await upload(png, "text/html");
    const picture = await send(`GET ${body.url}`, { as: viewer });
    expect([picture.status, picture.headers.get("content-type"), JSON.stringify(picture.body).includes("somebody")]).toEqual([200, "image/webp", false]);
    expect((await upload(new TextEncoder().encode("<svg onload='alert(1)'/>".repeat(20)), "image/png")).status).toBeGreaterThanOrEqual(400);
  });

  conforms("9.1-34", async () => {
    const role = await makeRole([]);
    const outsider = await makeViewer();
    const actions = (await auditRowsOf(async () => {
      await send("POST /api/auth/register", { body: { email: `trail-${newId()}@example.com`, password: TEST_PASSWORD } });
      await send(`PUT /api/rbac/roles/${role.id}`, { as: admin, body: { description: "new" } });
      await send(`POST /api/rbac/roles/${role.id}/permissions`, { as: admin, body: { permissions: ["users.view"] } });
      await send("GET /api/rbac/export", { as: admin });
      await send("GET /api/admin/users", { as: outsider });
    })).map(({ action }) => action);
    expect(actions).toEqual(["user.signup", "rbac.role_updated", "rbac.permission_changed", "rbac.exported", "access.denied"]);
    const page = (await send("GET /api/audit/audit-logs?limit=1&success=false", { as: admin })).body;
    expect([page.logs.length, page.count]).toEqual([1, page.total]);
    expect(page.count).toBeGreaterThanOrEqual(1);
    const other = await makeViewer();
    await send(`DELETE /api/audit/sessions/${other.sessionId}`, { as: other });
    expect(await oneRow("SELECT revoke_reason FROM sessions WHERE id = $1", [other.sessionId])).toEqual({ revoke_reason: "user_logout" });
  });

  conforms("9.1-36", async () => {
    const viewer = await makeViewer(["users.view"]);
    const { role_id: roleId } = await oneRow<{ role_id: string }>("SELECT role_id FROM role_assignments WHERE user_id = $1", [viewer.user.id]);
    expect((await send("GET /api/rbac/me/permissions", { as: viewer })).body.permissions).toEqual(["users.view"]);
    await send(`PUT /api/rbac/roles/${roleId}/permissions`, { as: admin, body: { permissions: ["roles.view"] } });
    expect((await send("GET /api/rbac/me/permissions", { as: viewer })).body.permissions).toEqual(["roles.view"]);
    await send(`PATCH /api/admin/users/${viewer.user.id}`, { as: admin, body: { first_name: "Renamed" } });
    expect((await send("GET /api/auth/user/@me", { as: viewer })).body.user.first_name).toBe("Renamed");
  });
});

describe("the house", () => {
  conforms("9.1-26", async () => {
    const declared = ["users", "roles", "permissions", "role_permissions", "role_assignments", "sessions", "audit_events"];
    expect(await sql("SELECT n FROM unnest($1::text[]) AS n WHERE to_regclass(n) IS NULL", [declared])).toEqual([]);
  });

  conforms("9.1-38", async () => {
    const headers = (forwarded: string) => new Headers({ [privateHeaders.clientAddress]: "10.0.0.2", "x-forwarded-for": forwarded });
    expect(clientIp(headers("198.51.100.1"))).toBe("10.0.0.2");
    await withEnv({ TRUSTED_PROXIES: "10.0.0.0/8" }, async () => expect(clientIp(headers("203.0.113.9, 198.51.100.1"))).toBe("198.51.100.1"));
    const viewer = await makeViewer();
    expect((await send("POST /api/auth/update_user", { cookies: { access_token: viewer.accessToken }, headers: { origin: "https://evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" }, body: {} })).body.code).toBe("CSRF");
  });

  conforms("9.1-39", async () => {
    const user = await makeUser();
    const answer = await send("POST /api/auth/login", { headers: { origin: "http://localhost:3000", "user-agent": "python-requests/2.32" }, body: { email: user.email, password: user.password } });
    expect([answer.status, "access_token" in answer.body]).toEqual([200, false]);
  });

  conforms("9.1-40", async () => {
    const said: string[] = [];
    const hear = (text: unknown) => (said.push(String(text)), true);
    vi.spyOn(process.stdout, "write").mockImplementation(hear);
    vi.spyOn(process.stderr, "write").mockImplementation(hear);
    const user = await makeUser();
    const tokens = await withEnv({ LOG_LEVEL: "debug" }, async () => {
      await send("POST /api/auth/login", { body: { email: user.email, password: "not this one" } });
      const { body } = await send("POST /api/auth/login", { body: { email: user.email, password: user.password } });
      await send("POST /api/auth/token/refresh", { body: { refresh_token: body.refresh_token } });
      await http({ GET: handler({ access: { kind: "anyone" } }, async () => Promise.reject(new Error(`${user.email} ${body.access_token}`))) });
      return body as { access_token: string; refresh_token: string };
    });
    vi.restoreAllMocks();
    expect(said.join("")).toContain("request.failed");
    for (const secret of [user.email, user.password, tokens.access_token, tokens.refresh_token]) expect(said.join("")).not.toContain(secret);
  });
});
