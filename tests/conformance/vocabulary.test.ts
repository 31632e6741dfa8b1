/** One scenario, told once; each row of the list looks for its own words in what the trail says of it. */
import { beforeAll, describe, expect } from "vitest";
import laboratory from "@/prisma/presets/laboratory.json";
import { bootFaults } from "@/lib/env";
import { signedIn } from "@/lib/access/policy";
import { sealPending } from "@/lib/audit/seal-pending";
import { auditAction } from "@/lib/http/audit-action";
import { handler } from "@/lib/http/handler";
import { newId } from "@/lib/ids";
import { makeEvents } from "../factories/make-events";
import { makeSession } from "../factories/make-session";
import { makeUser, TEST_PASSWORD, type TestUser } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { type AuditRow, auditRowsOf } from "../setup/audit-rows";
import { http } from "../setup/http";
import { retentionUrl } from "../setup/retention-role";
import { startScript } from "../setup/run-script";
import { oneRow, sql } from "../setup/sql";
import { withEnv } from "../setup/with-env";
import { conforms } from "./conforms";
import { LOG } from "./shapes";
import { send } from "./wire";

let admin: TestViewer;
let person: TestUser;
let told: AuditRow[];
const email = `vocabulary-${Date.now()}@example.com`;
const ROLE = "night_shift";

async function ownStory(): Promise<void> {
  const { access_token: accessToken, refresh_token, user } = (await send("POST /api/auth/register", { body: { email, password: TEST_PASSWORD } })).body;
  const as = { accessToken: accessToken as string };
  await send("POST /api/auth/login", { body: { email, password: "not this one" } });
  const other = (await send("POST /api/auth/login", { body: { email, password: TEST_PASSWORD } })).body;
  await send("POST /api/auth/token/refresh", { body: { refresh_token } });
  await send("POST /api/auth/update_user", { as, body: { bio: "new" } });
  const { sessions } = (await send("GET /api/audit/sessions/me", { as })).body;
  await send(`DELETE /api/audit/sessions/${sessions.find(({ is_current }: { is_current: boolean }) => !is_current).id}`, { as });
  await makeSession(user);
  await send("POST /api/audit/sessions/revoke-all", { as });
  await send("POST /api/auth/password/update", { as, body: { current_password: TEST_PASSWORD, new_password: "a wholly different sentence" } });
  await send("GET /api/admin/users", { as });
  await send("POST /api/auth/logout", { as });
  expect(other.user.id).toBe(user.id);
}

async function administratorsStory(): Promise<void> {
  const ask = async (line: string, body?: unknown) => (await send(line, { as: admin, body })).body;
  const { role } = await ask("POST /api/rbac/roles", { name: ROLE, permissions: ["users.view"] });
  await ask(`PUT /api/rbac/roles/${role.id}`, { description: "new" });
  for (const [method, permission] of [["POST", "users.edit"], ["DELETE", "users.edit"], ["PUT", "users.ban"]]) await ask(`${method} /api/rbac/roles/${role.id}/permissions`, { permissions: [permission] });
  const { role: copy } = await ask(`POST /api/rbac/roles/${role.id}/clone`, { name: "day_shift" });
  await ask(`DELETE /api/rbac/roles/${copy.id}`);
  await ask(`PUT /api/rbac/users/${person.id}/role`, { role_id: role.id });
  await ask(`DELETE /api/rbac/users/${person.id}/role`);
  const { permission } = await ask("POST /api/rbac/permissions", { name: "shifts.view" });
  await ask(`PUT /api/rbac/permissions/${permission.id}`, { description: "new" });
  await ask(`DELETE /api/rbac/permissions/${permission.id}`);
  await ask("POST /api/rbac/permissions/bulk", { permissions: [{ name: "shifts.edit" }] });
  await ask("POST /api/rbac/import", { permissions: [{ name: "shifts.swap" }] });
  await ask("GET /api/rbac/export");
  for (const line of [`POST /api/admin/users/${person.id}/ban`, `POST /api/admin/users/${person.id}/unban`]) await ask(line, { reason: "A mistake" });
  await ask(`PATCH /api/admin/users/${person.id}`, { is_active: false });
  await ask(`POST /api/admin/users/${person.id}/sessions/revoke-all`);
  await ask(`DELETE /api/admin/users/${person.id}`);
  await ask(`DELETE /api/admin/users/${person.id}?hard=true`);
  await ask("POST /api/admin/users", { email: `made-${email}`, role: "manager" });
}

beforeAll(async () => {
  admin = await makeViewer([], { roles: ["admin"], reach: "platform", password: null });
  person = await makeUser();
  told = await auditRowsOf(async () => {
    await ownStory();
    await administratorsStory();
  });
});

/** The row of this action; fails where there is another number of them. */
function rowOf(action: string, times = 1): AuditRow {
  const found = told.filter((row) => row.action === action);
  expect(found.map((row) => row.action), action).toHaveLength(times);
  return found[0] as AuditRow;
}

const anything: unknown = expect.anything();

/** What each row bears beside who, when and from where. */
const WORDS = {
  "6.1-user.signup": { success: true, metadata: { provider: "local" }, session_id: anything },
  "6.1-user.login": { success: true, metadata: { provider: "local", amr: ["pwd"] }, session_id: anything, ip_address: anything, user_agent: anything },
  "6.1-user.login_failed": { success: false, error_code: "INVALID_CREDENTIALS", identifier: email, actor_id: null, target_user_id: anything, ip_address: anything },
  "6.1-user.logout": { success: true, session_id: anything },
  "6.1-user.profile_update": { metadata: { fields: ["bio"] }, changes: { bio: { from: null, to: "new" } } },
  "6.1-user.password_change": { success: true, metadata: { sessions_revoked: 0 } },
  "6.1-user.admin_created": { metadata: { role_id: anything }, target_user_id: anything },
  "6.1-user.soft_deleted": { metadata: { hard_delete: false, sessions_revoked: 0 } },
  "6.1-user.hard_deleted": { metadata: { hard_delete: true, sessions_revoked: 0 } },
  "6.1-user.banned": { metadata: { reason: "A mistake", sessions_revoked: 0 } },
  "6.1-user.unbanned": { metadata: { reason: "A mistake" } },
  "6.1-token.refresh": { success: true, session_id: anything },
  "6.1-session.revoked": { success: true },
  "6.1-session.revoked_all": { metadata: { count: 1 } },
  "6.1-session.admin_revoke_all": { target_user_id: anything, metadata: { sessions_revoked: 0 } },
  "6.1-rbac.role_deleted": { metadata: { role_name: "day_shift", role_id: anything, force: false } },
  "6.1-rbac.role_assigned": { target_user_id: anything, metadata: { role_name: ROLE, role_id: anything } },
  "6.1-rbac.role_revoked": { target_user_id: anything, metadata: { role_name: ROLE } },
} as const;

describe("actions", () => {
  for (const [id, words] of Object.entries(WORDS) as [keyof typeof WORDS, object][]) conforms(id, () => expect(rowOf(id.slice(4))).toMatchObject(words));

  conforms("6.1-rbac.role_created", () => expect(rowOf("rbac.role_created", 2)).toMatchObject({ metadata: { role_name: ROLE, role_id: anything } }));

  conforms("6.1-rbac.permission_changed", () => {
    rowOf("rbac.permission_changed", 3);
    expect(told.filter(({ action }) => action === "rbac.permission_changed").map(({ metadata }) => metadata?.action)).toEqual(["add", "remove", "sync"]);
  });

  conforms("6.1-gaps", () => {
    for (const action of ["rbac.role_updated", "rbac.permission_created", "rbac.permission_updated", "rbac.permission_deleted", "rbac.permissions_created", "rbac.imported", "rbac.exported", "access.denied"]) rowOf(action);
  });

  conforms("6.1-user.suspended", () => expect(rowOf("user.admin_updated")).toMatchObject({ target_user_id: person.id, changes: { is_active: { from: true, to: false } } }));

  conforms("6.1-session.created", () => expect(rowOf("user.signup").session_id).not.toBe(rowOf("user.login").session_id));

  conforms("6.1-session.expired", async () => {
    const viewer = await makeViewer();
    const { sessions } = (await send("GET /api/audit/sessions/me", { as: viewer })).body;
    expect(Date.parse(sessions[0].expires_at)).toBeGreaterThan(Date.now());
    expect(told.filter(({ action }) => action === "session.expired")).toEqual([]);
  });

  conforms("6.1-token.reissue", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(async () => {
      await send(`PUT /api/rbac/users/${viewer.user.id}/role`, { as: admin, body: { role: "manager" } });
      expect((await send("GET /api/admin/users", { as: viewer })).status).toBe(200);
      await send("POST /api/auth/token/refresh", { body: { refresh_token: viewer.refreshToken } });
    });
    expect(rows.map(({ action }) => action)).toEqual(["rbac.role_assigned", "token.refresh"]);
  });

  conforms("6.1-token.revoked", async () => {
    const viewer = await makeViewer();
    const renew = (token: string) => send("POST /api/auth/token/refresh", { body: { refresh_token: token } });
    const first = (await renew(viewer.refreshToken)).body;
    await renew(first.refresh_token);
    await sql("UPDATE refresh_tokens SET rotated_at = rotated_at - interval '1 hour' WHERE session_id = $1 AND rotated_at IS NOT NULL", [viewer.sessionId]);
    expect((await auditRowsOf(() => renew(viewer.refreshToken))).map(({ action, success }) => [action, success])).toEqual([["token.reuse_detected", false]]);
  });

  conforms("6.1-json", async () => {
    const { logs } = (await send("GET /api/audit/audit-logs?action=rbac.role_assigned&limit=1", { as: admin })).body;
    expect(logs).toEqual([{ ...LOG, metadata: expect.objectContaining({ role_id: expect.any(String) }) }]);
  });
});

describe("activity and reports", () => {
  const opened = (phi: boolean) => ({ GET: handler({ access: signedIn() }, auditAction("chart.viewed", { resource_type: "chart", log_phi: phi }, async () => Response.json({}))) });

  conforms("6.2", async () => {
    const viewer = await makeViewer();
    await http(opened(false), { as: viewer, params: { chart_id: "7" } });
    const { activities } = (await send("GET /api/audit/activity-logs/me", { as: viewer })).body;
    expect(activities).toMatchObject([{ action: "chart.viewed", resource_type: "chart", resource_id: "7" }]);
  });

  conforms("6.3-events", () => {
    for (const row of told.filter(({ action }) => !action.startsWith("user.signup"))) expect([row.ip_address, row.user_agent, row.request_id], row.action).toEqual([anything, anything, anything]);
  });

  conforms("6.3-retention", async () => {
    const old = await makeEvents(null, [{ action: "user.login_failed", occurredAt: new Date("2015-01-01") }]);
    await sealPending();
    await makeEvents(null, [{ action: "user.login_failed" }]);
    await sealPending();
    // Of what is here: the story above stands in the same seal, so that the day is the present.
    const { ended } = startScript("audit-retention.ts", [`--before=${new Date().toISOString()}`, "--allow-younger"], { RETENTION_DATABASE_URL: await retentionUrl() });
    expect(await ended).toMatchObject({ code: 0, out: expect.stringContaining("Tombstone 1:") });
    expect(await sql("SELECT 1 FROM audit_events WHERE id = $1", [old[0]?.id])).toEqual([]);
    const auditor = await makeViewer(["audit.verify"], { reach: "platform" });
    expect((await send("GET /api/audit/verify", { as: auditor })).body).toMatchObject({ ok: true, dropped: { seals: 1, unverified: 0 } });
    expect((await send("GET /api/audit/audit-logs?action=audit.retention_applied", { as: admin })).body.logs).toMatchObject([{ success: true, metadata: { first_seal: 1, last_seal: 1 } }]);
  });

  conforms("6.4", async () => {
    const [viewer, auditor, id] = [await makeViewer(), await makeViewer([], { roles: ["auditor"] }), newId()];
    await http(opened(true), { as: viewer, params: { chart_id: id } });
    await http(opened(false), { as: viewer, params: { chart_id: id } });
    const report = (await send(`GET /api/audit/compliance/phi-access-report?user_id=${viewer.user.id}`, { as: auditor })).body;
    expect(report).toMatchObject({ total_phi_accesses: 1, by_user: [{ user_id: viewer.user.id, email: viewer.user.email, access_count: 1, resources_accessed: [`chart:${id}`] }], by_resource_type: { chart: 1 } });
  });

  conforms("6.5", async () => {
    const read = async () => (await send("GET /api/audit/compliance/security-summary", { as: admin })).body.metrics as Record<string, number>;
    const before = await read();
    const user = await makeUser();
    await send("POST /api/auth/login", { body: { email: user.email, password: "not this one" } });
    await send("POST /api/auth/login", { body: { email: user.email, password: user.password } });
    const after = await read();
    expect([after.total_logins, after.failed_logins, after.active_sessions]).toEqual([before.total_logins, before.failed_logins, before.active_sessions].map((count = 0) => count + 1));
  });
});

describe("roles and accounts", () => {
  conforms("5.1", () => {
    expect(laboratory.roles.map(({ display_name }) => display_name)).toEqual(["Super Administrator", "Administrator", "Manager", "Researcher", "Veterinarian", "Laboratory Technician", "Viewer"]);
  });

  conforms("5.2", async () => {
    const built = ["users", "roles", "permissions", "rbac", "sessions", "audit", "activity", "compliance", "dashboard", "organizations", "settings", "system"];
    expect(await oneRow("SELECT count(*)::int AS n FROM permissions WHERE is_system AND resource = ANY($1)", [built])).toEqual({ n: 39 });
    const stats = (await send("GET /api/admin/stats", { as: admin })).body;
    expect(await oneRow("SELECT count(*)::int AS n FROM permissions", [])).toEqual({ n: stats.permissions });
  });

  conforms("5.3", async () => {
    expect(await sql("SELECT name, is_system FROM roles WHERE name IN ('admin', 'user') ORDER BY name", [])).toEqual([{ name: "admin", is_system: true }, { name: "user", is_system: true }]);
    expect((await send("GET /api/rbac/roles", { as: await makeViewer(["rbac.admin"]) })).status).toBe(200);
    expect(told.find(({ action }) => action === "user.signup")).toBeDefined();
  });

  conforms("5.4", async () => {
    expect(await sql("SELECT 1 FROM users WHERE email IN ('admin@example.com', 'admin@reprotech.com')", [])).toEqual([]);
    await withEnv({ NODE_ENV: "production", ADMIN_PASSWORD: "Admin123!" }, async () => expect(bootFaults().join(" ")).toContain("ADMIN_PASSWORD"));
  });

  conforms("5.5", async () => {
    const names = (await send("GET /api/rbac/roles", { as: admin })).body.roles.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(["user", "admin"]));
  });
});
