import { beforeAll, beforeEach, describe, expect } from "vitest";
import { newId } from "@/lib/ids";
import { makeEvents } from "../factories/make-events";
import { defaultOrganization } from "../factories/make-organization";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { auditRowsOf } from "../setup/audit-rows";
import { conforms } from "./conforms";
import { ACTIVITY, COUNT, ERROR, INSTANT, LIST, LOG, SESSION, WINDOW } from "./shapes";
import { send } from "./wire";

let auditor: TestViewer;
let viewer: TestViewer;
let organizationId: string;
beforeAll(async () => {
  auditor = await makeViewer([], { roles: ["auditor"], password: null });
  organizationId = (await defaultOrganization()).id;
});
beforeEach(async () => {
  viewer = await makeViewer();
});

const own = (line: string) => send(line, { as: viewer });
const ask = (line: string) => send(line, { as: auditor });
const actionsOf = async (work: () => Promise<unknown>) => (await auditRowsOf(work)).map(({ action }) => action);
const allOf = (log: { action: string }[]) => log.map(({ action }) => action);
/** Asserts that each answer has exactly these rows in the same order. */
const rows = (row: object, actions: string[]) => actions.map((action) => ({ ...row, action }));

describe("one's own sessions", () => {
  conforms("L1", async () => {
    await makeSession(viewer.user);
    const answer = await own("GET /api/audit/sessions/me");
    expect([answer.status, answer.body]).toEqual([200, { sessions: [SESSION, SESSION], count: 2 }]);
    expect(answer.body.sessions.filter((session: { is_current: boolean }) => session.is_current)).toMatchObject([{ session_id: viewer.sessionId, device_name: "Firefox on Linux", is_active: true, revoked: false }]);
  });

  conforms("L2", async () => {
    const other = await makeSession(viewer.user);
    expect(await actionsOf(async () => {
      const answer = await own(`DELETE /api/audit/sessions/${other.sessionId}`);
      expect([answer.status, answer.body]).toEqual([200, { message: expect.any(String), session_id: other.sessionId }]);
    })).toEqual(["session.revoked"]);
    const foreign = await makeSession(await makeUser());
    expect((await own(`DELETE /api/audit/sessions/${foreign.sessionId}`)).status).toBe(404);
    expect((await own(`DELETE /api/audit/sessions/${newId()}`)).status).toBe(404);
    const current = await send(`DELETE /api/audit/sessions/${viewer.sessionId}`, { browser: true, cookies: { access_token: viewer.accessToken } });
    expect([current.status, current.cookies.refresh_token?.line]).toEqual([200, expect.stringContaining("Max-Age=0")]);
    expect((await own("GET /api/auth/check-auth")).status).toBe(401);
  });

  conforms("L3", async () => {
    const other = await makeSession(viewer.user);
    expect(await actionsOf(async () => {
      const answer = await own("POST /api/audit/sessions/revoke-all");
      expect([answer.status, answer.body]).toEqual([200, { message: expect.any(String), sessions_revoked: 1 }]);
    })).toEqual(["session.revoked_all"]);
    expect((await own("GET /api/auth/check-auth")).status).toBe(200);
    expect((await send("GET /api/auth/check-auth", { as: other })).status).toBe(401);
  });
});

describe("the trail", () => {
  conforms("L4", async () => {
    await makeEvents(organizationId, ["user.logout", "user.login", "user.login"].map((action) => ({ action, actorId: viewer.user.id })));
    const answer = await own("GET /api/audit/audit-logs/me?action=user.login&limit=1&offset=1");
    expect([answer.status, answer.body]).toEqual([200, { logs: [{ ...LOG, action: "user.login" }], ...WINDOW, total: 2, count: 2, limit: 1, offset: 1 }]);
    expect((await own("GET /api/audit/audit-logs/me")).body.limit).toBe(50);
    expect((await own("GET /api/audit/audit-logs/me?limit=201")).status).toBe(422);
    expect((await own("GET /api/audit/audit-logs/me?limit=-1")).status).toBe(422);
  });

  conforms("L5", async () => {
    const target = await makeUser();
    const action = `test.a${newId().replaceAll("-", "")}`;
    await makeEvents(organizationId, [{ action, actorId: viewer.user.id, targetUserId: target.id }, { action, actorId: viewer.user.id, success: false, errorCode: "FORBIDDEN" }]);
    const day = new Date().toISOString().slice(0, 10);
    const good = { ...LOG, action, actor_user_id: viewer.user.id, target_user_id: target.id, success: true, error_message: null, tenant_id: organizationId };
    for (const filter of [`target_user_id=${target.id}`, "success=true", `actor_user_id=${viewer.user.id}&success=true`]) {
      const answer = await ask(`GET /api/audit/audit-logs?action=${action}&start_date=${day}&end_date=${day}&${filter}`);
      expect([answer.status, answer.body]).toEqual([200, { logs: [good], ...WINDOW, total: 1, count: 1, limit: 100, offset: 0 }]);
    }
    expect((await ask(`GET /api/audit/audit-logs?action=${action}&success=false&limit=1000`)).body.logs).toMatchObject([{ success: false, error_message: expect.any(String) }]);
    expect((await ask(`GET /api/audit/audit-logs?action=${action}&end_date=2020-01-01`)).body.count).toBe(0);
    expect((await ask("GET /api/audit/audit-logs?limit=1001")).status).toBe(422);
    const refused = await own("GET /api/audit/audit-logs");
    expect([refused.status, refused.body]).toEqual([403, { ...ERROR, code: "FORBIDDEN" }]);
  });

  conforms("L6", async () => {
    const named = ["user.login", "user.login_failed", "user.logout", "user.password_change", "user.mfa_enabled", "session.revoked", "session.revoked_all"];
    await makeEvents(organizationId, [...named, "token.reuse_detected", "user.profile_update"].map((action) => ({ action, actorId: viewer.user.id })));
    const answer = await ask(`GET /api/audit/audit-logs/security?actor_user_id=${viewer.user.id}`);
    expect([answer.status, answer.body]).toEqual([200, { ...WINDOW, logs: LIST, count: named.length + 1, total: named.length + 1 }]);
    expect(allOf(answer.body.logs).sort()).toEqual([...named, "token.reuse_detected"].sort());
    expect(answer.body.logs[0]).toEqual(LOG);
    expect((await own("GET /api/audit/audit-logs/security")).status).toBe(403);
  });
});

describe("activity", () => {
  conforms("L7", async () => {
    const resource = { type: "chart", id: "7" };
    await makeEvents(organizationId, [{ action: "chart.viewed", stream: "activity", actorId: viewer.user.id, resource, phiAccessed: true }, { action: "order.viewed", stream: "activity", actorId: viewer.user.id }]);
    const answer = await own("GET /api/audit/activity-logs/me?action=chart.viewed&resource_type=chart");
    const activities = rows({ ...ACTIVITY, resource_id: "7", phi_accessed: true, user_id: viewer.user.id }, ["chart.viewed"]);
    expect([answer.status, answer.body]).toEqual([200, { activities, logs: activities, ...WINDOW, count: 1, total: 1, limit: 50 }]);
    expect((await own("GET /api/audit/activity-logs/me")).body.count).toBe(2);
    expect((await own("GET /api/audit/activity-logs/me?limit=201")).status).toBe(422);
  });

  conforms("L8", async () => {
    const resource = { type: "chart", id: `no-number-${newId()}` };
    await makeEvents(organizationId, [{ action: "chart.viewed", stream: "activity", actorId: viewer.user.id, resource }]);
    const answer = await ask(`GET /api/audit/activity-logs/resource/${resource.type}/${resource.id}`);
    const history = [{ ...ACTIVITY, action: "chart.viewed", user_email: viewer.user.email }];
    expect([answer.status, answer.body]).toEqual([200, { resource_type: resource.type, resource_id: resource.id, access_history: history, ...WINDOW, count: 1, total: 1, limit: 100 }]);
    expect((await ask(`GET /api/audit/activity-logs/resource/${resource.type}/${resource.id}?limit=501`)).status).toBe(422);
    expect((await send(`GET /api/audit/activity-logs/resource/${resource.type}/${resource.id}`, { as: await makeViewer() })).status).toBe(403);
  });
});

describe("compliance", () => {
  conforms("L9", async () => {
    await makeEvents(organizationId, [{ action: "user.login_failed", success: false, errorCode: "INVALID_CREDENTIALS", ip: "203.0.113.7" }]);
    const answer = await ask("GET /api/audit/compliance/security-summary?days=7");
    const flat = { total_logins: COUNT, failed_logins: COUNT, signups: COUNT, password_changes: COUNT, active_sessions: COUNT };
    expect([answer.status, answer.body]).toEqual([200, { period_days: 7, start_date: INSTANT, end_date: INSTANT, ...flat, metrics: { ...flat, phi_accesses: COUNT, banned_users: COUNT }, top_failed_ips: expect.arrayContaining([{ ip_address: "203.0.113.7", failed_attempts: 1 }]) }]);
    expect((await ask("GET /api/audit/compliance/security-summary")).body.period_days).toBe(30);
    expect((await own("GET /api/audit/compliance/security-summary")).status).toBe(403);
  });

  conforms("L10", async () => {
    const seen = (type: string, id: string) => ({ action: `${type}.viewed`, stream: "activity" as const, actorId: viewer.user.id, resource: { type, id }, phiAccessed: true });
    await makeEvents(organizationId, [seen("patient", "123"), seen("patient", "123"), seen("medical_record", "9")]);
    const answer = await ask(`GET /api/audit/compliance/phi-access-report?user_id=${viewer.user.id}`);
    expect([answer.status, answer.body]).toEqual([200, {
      period: { start: INSTANT, end: INSTANT },
      total_phi_accesses: 3,
      total_users: 1,
      by_user: [{ user_id: viewer.user.id, email: viewer.user.email, access_count: 3, resource_count: 2, resources_accessed: expect.arrayContaining(["patient:123", "medical_record:9"]) }],
      by_resource_type: { patient: 2, medical_record: 1 },
    }]);
    const { start, end } = answer.body.period;
    expect(Date.parse(end) - Date.parse(start)).toBe(30 * 24 * 3600 * 1000);
    expect((await ask("GET /api/audit/compliance/phi-access-report?start_date=2020-01-01&end_date=2020-01-31")).body.total_phi_accesses).toBe(0);
    expect((await own("GET /api/audit/compliance/phi-access-report")).status).toBe(403);
  });
});
