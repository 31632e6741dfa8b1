/** Every method of the client brings what its operation declares. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AuditClient } from "@/lib/client/audit-client";
import { createClient, type GatehouseClient } from "@/lib/client/create-client";
import { getSealStatus } from "@/lib/features/audit/operations/get-seal-status";
import { listLogs } from "@/lib/features/audit/operations/list-logs";
import { listOwnActivity } from "@/lib/features/audit/operations/list-own-activity";
import { listOwnLogs } from "@/lib/features/audit/operations/list-own-logs";
import { listResourceActivity } from "@/lib/features/audit/operations/list-resource-activity";
import { listSecurityEvents } from "@/lib/features/audit/operations/list-security-events";
import { reportPhi } from "@/lib/features/audit/operations/report-phi";
import { summarizeSecurity } from "@/lib/features/audit/operations/summarize-security";
import { verifyTrail } from "@/lib/features/audit/operations/verify-trail";
import { endOtherSessions } from "@/lib/features/sessions/operations/end-other-sessions";
import { endOwnSession } from "@/lib/features/sessions/operations/end-own-session";
import { listOwnSessions } from "@/lib/features/sessions/operations/list-own-sessions";
import { makeEvents } from "../factories/make-events";
import { makeSession } from "../factories/make-session";
import { makeUser, TEST_PASSWORD, type TestUser } from "../factories/make-user";
import { type Called, expectAnswer } from "./expect-answer";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

let api: LoopbackApi;
let client: GatehouseClient;
let user: TestUser;

beforeAll(async () => {
  api = await startLoopbackApi();
  client = createClient({ apiBaseUrl: api.url });
  user = await makeUser({ roles: ["admin"], reach: "platform" });
  await client.auth.login(user.email, TEST_PASSWORD);
  await client.admin.banUser((await makeUser()).id);
});
afterAll(() => api.close());

/** Every public method but those that answer a file: one that is added is missing here, and does not compile. */
const calls: Record<Exclude<keyof AuditClient, "exportAuditLogs" | "exportPhiReport">, () => Promise<Called>> = {
  listSessions: async () => ({ operation: listOwnSessions, answer: await client.audit.listSessions() }),
  revokeSession: async () => {
    const { sessionId } = await makeSession(user);
    const answer = await client.audit.revokeSession(sessionId);
    expect(answer.session_id).toBe(sessionId);
    return { operation: endOwnSession, answer };
  },
  revokeAllSessions: async () => {
    await makeSession(user);
    const answer = await client.audit.revokeAllSessions();
    expect(answer.sessions_revoked).toBe(1);
    expect(await client.auth.checkAuth()).toBe(true);
    return { operation: endOtherSessions, answer };
  },
  listMyAuditLogs: async () => ({ operation: listOwnLogs, answer: await client.audit.listMyAuditLogs({ action: "user.login", limit: 1 }) }),
  listAuditLogs: async () => {
    const answer = await client.audit.listAuditLogs({ action: "user.*", actor_user_id: user.id, success: true, start_date: "2000-01-01", page: 1, per_page: 2, count: "exact" });
    expect(answer.logs.length).toBe(2);
    const next = await client.audit.listAuditLogs({ action: "user.*", actor_user_id: user.id, per_page: 1, cursor: (await client.audit.listAuditLogs({ action: "user.*", actor_user_id: user.id, per_page: 1 })).next_cursor ?? "" });
    expect(next.logs[0]?.id).toBe(answer.logs[1]?.id);
    return { operation: listLogs, answer };
  },
  listSecurityEvents: async () => ({ operation: listSecurityEvents, answer: await client.audit.listSecurityEvents({ days: 1, limit: 2, offset: 0 }) }),
  listMyActivity: async () => ({ operation: listOwnActivity, answer: await client.audit.listMyActivity({ per_page: 2 }) }),
  getResourceHistory: async () => {
    await makeEvents(user.organizationId, [{ stream: "activity", action: "report.viewed", actorId: user.id, resource: { type: "report", id: "2026/11" } }]);
    const answer = await client.audit.getResourceHistory("report", "2026/11", { success: true });
    expect(answer.access_history.map(({ action }) => action)).toEqual(["report.viewed"]);
    return { operation: listResourceActivity, answer };
  },
  getSecuritySummary: async () => ({ operation: summarizeSecurity, answer: await client.audit.getSecuritySummary(7) }),
  getPhiReport: async () => ({ operation: reportPhi, answer: await client.audit.getPhiReport({ user_id: user.id }) }),
  verify: async () => {
    const answer = await client.audit.verify({ limit: 1000 });
    expect(answer.ok).toBe(true);
    return { operation: verifyTrail, answer };
  },
  getSealStatus: async () => ({ operation: getSealStatus, answer: await client.audit.getSealStatus() }),
};

describe("AuditClient", () => {
  it.each(Object.entries(calls))("%s answers as its operation declares", async (_name, call) => expectAnswer(await call()));

  it("exportAuditLogs: a stream of what the filter shows", async () => {
    const file = await client.audit.exportAuditLogs({ action: "user.banned", actor_user_id: user.id, format: "ndjson" });
    expect(file.body).toBeInstanceOf(ReadableStream);
    const lines = (await file.text()).trim().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual(lines.map(() => "user.banned"));
  });

  it("exportPhiReport: CSV unless told otherwise", async () => {
    const file = await client.audit.exportPhiReport({ start_date: "2000-01-01" });
    expect(file.headers.get("content-type")).toContain("text/csv");
  });

  it("ending the current session is found by the next call", async () => {
    const other = createClient({ apiBaseUrl: api.url });
    await other.auth.login((await makeUser()).email, TEST_PASSWORD);
    const current = (await other.audit.listSessions()).sessions.find(({ is_current: isCurrent }) => isCurrent);
    await other.audit.revokeSession(current?.id ?? "");
    await expect(other.audit.listSessions()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    expect(other.auth.store.getSnapshot().isAuthenticated).toBe(false);
  });

  it("works by itself, over the storage of another client", async () => {
    const audit = new AuditClient({ apiBaseUrl: api.url, auditPrefix: "/api/audit", storage: client.auth.session.config.storage });
    expect((await audit.listSessions()).sessions.map(({ user_id: id }) => id)).toContain(user.id);
  });
});
