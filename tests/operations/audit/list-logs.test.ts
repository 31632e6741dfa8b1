import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { banUser } from "@/lib/features/admin/operations/ban-user";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { listLogs } from "@/lib/features/audit/operations/list-logs";
import type { AuditLog } from "@/lib/features/audit/schema";
import { login } from "@/lib/features/auth/operations/login";
import { newId } from "@/lib/ids";
import { makeEvents as record } from "../../factories/make-events";
import { makeOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";

const list = (viewer: TestViewer, query: Record<string, unknown> = {}) => callAs(viewer).output(listLogs, { query });
const actions = (logs: AuditLog[]) => logs.map(({ action }) => action);
const makeAuditor = (organization?: { id: string }) => makeViewer(["audit.view"], organization ? { organization } : {});

describe("allowed", () => {
  it("shows everything about an event, newest first", async () => {
    const manager = await makeViewer([], { roles: ["manager"] });
    const user = await makeUser();
    const since = new Date();
    const { ctx } = await callAs(manager, { ip: "203.0.113.7" }).run(banUser, { params: { id: user.id }, input: { reason: "Spam" } });
    await callAs(null).refusal(login, { input: { identifier: user.email, password: "not this one" } });
    const { logs, count, limit, offset } = await list(await makeAuditor(), { start_date: since.toISOString() });
    expect({ count, limit, offset }).toEqual({ count: 2, limit: 100, offset: 0 });
    expect(logs).toMatchObject([
      { action: "user.login_failed", actor_user_id: null, actor: user.email, target_user_id: user.id, target: user.email, success: false, error_code: "INVALID_CREDENTIALS", error_message: "Invalid credentials" },
      {
        action: "user.banned", actor_user_id: manager.user.id, actor: manager.user.email, target_user_id: user.id, target: user.email, ip_address: "203.0.113.7",
        device_name: "Firefox on Linux", session_id: manager.sessionId, tenant_id: user.organizationId, request_id: ctx.requestId, success: true, error_code: null,
        error_message: null, resource_type: "user", resource_id: user.id, phi_accessed: false, changes: null, metadata: { reason: "Spam", sessions_revoked: 0, expires_at: null },
      },
    ]);
  });

  it("filters by action and kind, actor, target, outcome, time and words", async () => {
    const organization = await makeOrganization();
    const auditor = await makeAuditor(organization);
    const ada = await makeUser({ organization, email: "ada_lovelace@example.com", firstName: "Ada", lastName: "Byron" });
    const at = (text: string) => new Date(`2026-03-0${text}`);
    await record(organization.id, [
      { action: "user.banned", occurredAt: at("1T10:00:00Z"), actorId: ada.id },
      { action: "user.unbanned", occurredAt: at("2T10:00:00Z"), actorId: ada.id, success: false },
      { action: "session.revoked", occurredAt: at("3T10:00:30Z"), ip: "203.0.113.99" },
      { action: "users_of.nothing", occurredAt: at("4T10:00:00Z") },
    ]);
    const of = async (query: Record<string, unknown>) => actions((await list(auditor, query)).logs);
    expect(await of({})).toEqual(["users_of.nothing", "session.revoked", "user.unbanned", "user.banned"]);
    expect(await of({ action: "user.banned" })).toEqual(["user.banned"]);
    expect(await of({ action: "user.*" })).toEqual(["user.unbanned", "user.banned"]);
    expect(await of({ actor: "ADA_love" })).toEqual(["user.unbanned", "user.banned"]);
    expect(await of({ actor: "ada%love" })).toEqual([]);
    expect(await of({ actor: "a byr" })).toEqual(["user.unbanned", "user.banned"]);
    expect(await of({ actor: ada.id })).toEqual(["user.unbanned", "user.banned"]);
    expect(await of({ actor_user_id: ada.id, success: "false" })).toEqual(["user.unbanned"]);
    expect(await of({ success: "true" })).toEqual(["users_of.nothing", "session.revoked", "user.banned"]);
    expect(await of({ target_user_id: ada.id })).toEqual([]);
    expect(await of({ user_id: ada.id })).toEqual(["user.unbanned", "user.banned"]);
    expect(await of({ start_date: "2026-03-02", end_date: "2026-03-03" })).toEqual(["session.revoked", "user.unbanned"]);
    expect(await of({ start_date: "2026-03-03T10:00", end_date: "2026-03-03T10:00" })).toEqual(["session.revoked"]);
    expect(await of({ start_date: "2026-03-02T12:00:00+02:00", end_date: "2026-03-02T12:00:00+02:00" })).toEqual(["user.unbanned"]);
    expect(await of({ q: "203.0.113.99" })).toEqual(["session.revoked"]);
    expect(await of({ q: "session." })).toEqual(["session.revoked"]);
    expect(await of({ ip: "203.0.113.99" })).toEqual(["session.revoked"]);
    expect(await list(auditor, { action: "user.*", limit: "1", count: "exact" })).toMatchObject({ count: 2, total: 2, pages: 2, per_page: 1 });
    expect(await of({ limit: "2", offset: "1" })).toEqual(["session.revoked", "user.unbanned"]);
  });

  it("filters by resource, session, stream, protected information and request", async () => {
    const organization = await makeOrganization();
    const auditor = await makeAuditor(organization);
    const sessionId = newId();
    const [, viewed] = await record(organization.id, [
      { action: "user.banned", resource: { type: "user", id: "7" }, sessionId },
      { action: "patient.viewed", stream: "activity", resource: { type: "patient", id: "7" }, phiAccessed: true },
      { action: "patient.edited", stream: "activity", resource: { type: "patient", id: "8" } },
    ]);
    const of = async (query: Record<string, unknown>) => actions((await list(auditor, query)).logs).sort();
    expect(await of({ resource_id: "7" })).toEqual(["patient.viewed", "user.banned"]);
    expect(await of({ resource_type: "patient" })).toEqual(["patient.edited", "patient.viewed"]);
    expect(await of({ resource_type: "patient", resource_id: "7" })).toEqual(["patient.viewed"]);
    expect(await of({ session_id: sessionId })).toEqual(["user.banned"]);
    expect(await of({ stream: "activity" })).toEqual(["patient.edited", "patient.viewed"]);
    expect(await of({ stream: "audit" })).toEqual(["user.banned"]);
    expect(await of({ phi_accessed: "true" })).toEqual(["patient.viewed"]);
    expect(await of({ phi_accessed: "false", stream: "activity" })).toEqual(["patient.edited"]);
    expect(await of({ q: viewed?.request_id })).toEqual(["patient.viewed"]);
  });

  it("by page or by offset, says the total and not the page's length", async () => {
    const organization = await makeOrganization();
    const auditor = await makeAuditor(organization);
    await record(organization.id, Array.from({ length: 45 }, (_, at) => ({ action: `row.number_${at}` })));
    expect(await list(auditor, { page: "2" })).toMatchObject({ count: 45, total: 45, pages: 3, page: 2, per_page: 20, limit: 20, offset: 20 });
    expect((await list(auditor, { page: "3" })).logs).toHaveLength(5);
    expect(await list(auditor, { per_page: "7" })).toMatchObject({ total: 45, pages: 7, page: 1, per_page: 7 });
    const byOffset = await list(auditor, { limit: "10", offset: "40" });
    expect(byOffset).toMatchObject({ total: 45, page: 5, limit: 10, offset: 40, next_cursor: null });
    expect(byOffset.logs).toHaveLength(5);
  });

  it("takes three statements at most", async () => {
    const auditor = await makeAuditor();
    const { statements } = await countStatements(() => list(auditor, { actor: "a", count: "exact", limit: "1000" }));
    expect(statements).toBeLessThanOrEqual(3);
  });

  it("goes through every row exactly once by cursor, whatever the length and however many share an instant", async () => {
    const organization = await makeOrganization();
    const auditor = await makeAuditor(organization);
    const instant = new Date("2026-02-02T02:02:02.002Z").getTime();
    await record(organization.id, Array.from({ length: 25 }, (_, at) => ({ action: `row.number_${at}`, occurredAt: new Date(instant + (at % 3)) })));
    const all = (await list(auditor)).logs.map(({ id }) => id);
    expect(new Set(all).size).toBe(25);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (limit) => {
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const answer: { logs: AuditLog[]; next_cursor: string | null } = await list(auditor, { limit: String(limit), ...(cursor ? { cursor } : {}) });
          seen.push(...answer.logs.map(({ id }) => id));
          cursor = answer.next_cursor;
        } while (cursor);
        expect(seen).toEqual(all);
      }),
      { numRuns: 8 },
    );
  });
});

describe("tenancy", () => {
  it("shows no other tenant's rows and names no other tenant's people", async () => {
    const [here, there] = [await makeOrganization(), await makeOrganization()];
    const auditor = await makeAuditor(here);
    const stranger = await makeUser({ organization: there, email: "stranger@example.org" });
    await record(there.id, [{ action: "secret.plan", actorId: stranger.id }]);
    await record(null, [{ action: "secret.nowhere" }]);
    await record(here.id, [{ action: "here.visit", actorId: stranger.id }]);
    const seen = await list(auditor, { count: "exact" });
    expect(seen).toMatchObject({ total: 1, logs: [{ action: "here.visit", actor_user_id: stranger.id, actor: null }] });
    expect(JSON.stringify(seen)).not.toContain("stranger@");
    for (const query of [{ action: "secret.*" }, { actor: "stranger" }, { q: "secret." }]) {
      expect(await list(auditor, { ...query, count: "exact" })).toMatchObject({ logs: [], total: 0 });
    }
    const platform = await makeViewer(["*"], { reach: "platform" });
    expect(actions((await list(platform, { q: "secret." })).logs).sort()).toEqual(["secret.nowhere", "secret.plan"]);
  });

  it("shows a refusal in the trail of whoever was refused", async () => {
    const nobody = await makeViewer();
    await callAs(nobody).refusal(listUsers);
    const { logs } = await list(await makeAuditor(), { actor_user_id: nobody.user.id });
    expect(logs).toMatchObject([{ action: "access.denied", success: false, error_code: "FORBIDDEN", metadata: { operation: "user.list", required: ["users.view"] } }]);
  });
});

describe("refused and invalid", () => {
  expectRefused(listLogs, {
    valid: () => ({}),
    invalidQuery: {
      "an action that is none": { action: "Ban!" },
      "an action with a wildcard in its middle": { action: "user.%" },
      "an actor id that is none": { actor_user_id: "7" },
      "an outcome that is none": { success: "maybe" },
      "a day that is none": { start_date: "2026-02-30" },
      "a time that is none": { end_date: "2026-02-03T25:00" },
      "an end before the beginning": { start_date: "2026-02-03", end_date: "2026-02-01" },
      "too many rows": { limit: "1001" },
      "too many rows of a page": { per_page: "101" },
      "a stream that is none": { stream: "river" },
      "a session that is none": { session_id: "7" },
      "an offset beyond the count": { offset: "10000" },
      "a cursor that is none": { cursor: "'; DROP TABLE users; --" },
      "U+0000": { actor: "a\0" },
    },
  });

  it("writes nothing, not even that it was read", async () => {
    const auditor = await makeAuditor();
    expect(await auditRowsOf(() => rowsUnchanged(() => list(auditor), []))).toEqual([]);
  });
});
