/** Reference contract B14, B16 and B20. */
import { describe, expect, it } from "vitest";
import { makeEvents } from "@/tests/factories/make-events";
import { makeOrganization } from "@/tests/factories/make-organization";
import { makeViewer } from "@/tests/factories/make-viewer";
import { call } from "./call";

const EVENT = [
  "audit_metadata", "created_at", "entity_id", "entity_type", "error_message", "event_category", "event_description", "event_type", "id", "ip_address",
  "new_values", "old_values", "request_method", "request_url", "status", "user_agent", "user_email", "user_id",
];

describe("B14 GET /api/v1/system/audit-logs", () => {
  it("lists events by page, in its own words", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["audit.view"], { organization });
    const actorId = viewer.user.id;
    await makeEvents(organization.id, [
      { action: "user.admin_updated", actorId, resource: { type: "user", id: actorId }, changes: { first_name: { from: "Ada", to: "Grace" } }, metadata: { fields: ["first_name"] } },
      { action: "user.login_failed", success: false, errorCode: "INVALID_CREDENTIALS" },
      { action: "access.denied", actorId, success: false, errorCode: "FORBIDDEN", metadata: { path: "/api/admin/users", method: "GET" } },
    ]);
    const list = async (query: Record<string, string>) => (await call("GET /api/v1/system/audit-logs", { as: viewer, query })).body;
    const all = await list({});
    expect(Object.keys(all).sort()).toEqual(["filters", "logs", "pagination"]);
    expect(all.pagination).toEqual({ page: 1, per_page: 50, total: 3, pages: 1, has_next: false, has_prev: false });
    expect(Object.keys(all.logs[0]).sort()).toEqual(EVENT);
    const byType = await list({ event_type: "user.admin_updated", user_email: viewer.user.email, entity_type: "user" });
    expect(byType.filters).toEqual({ event_type: "user.admin_updated", event_category: null, user_email: viewer.user.email, entity_type: "user", status: null, date_from: null, date_to: null });
    expect(byType.logs).toMatchObject([
      {
        event_type: "user.admin_updated", event_category: "user", event_description: "user admin updated", user_id: actorId, user_email: viewer.user.email,
        entity_type: "user", entity_id: actorId, old_values: { first_name: "Ada" }, new_values: { first_name: "Grace" }, audit_metadata: { fields: ["first_name"] }, status: "SUCCESS", error_message: null,
      },
    ]);
    expect((await list({ event_category: "user", status: "FAILED" })).logs).toMatchObject([{ event_type: "user.login_failed", status: "FAILED", error_message: "Invalid credentials" }]);
    expect((await list({ event_category: "access" })).logs).toMatchObject([{ request_method: "GET", request_url: "/api/admin/users" }]);
    const second = await list({ per_page: "2", page: "2" });
    expect([second.logs.length, second.pagination]).toEqual([1, { page: 2, per_page: 2, total: 3, pages: 2, has_next: false, has_prev: true }]);
    expect((await list({ date_to: "2001-01-01" })).logs).toEqual([]);
  });

  it("takes 200 a page, and 400 for more or for what is no filter", async () => {
    const viewer = await makeViewer(["audit.view"]);
    expect((await call("GET /api/v1/system/audit-logs", { as: viewer, query: { per_page: "200" } })).body.pagination.per_page).toBe(200);
    const answer = await call("GET /api/v1/system/audit-logs", { as: viewer, query: { per_page: "201", status: "MAYBE" } });
    expect(answer).toMatchObject({ status: 400, body: { msg: expect.any(String), errors: { per_page: [expect.any(String)], status: [expect.any(String)] } } });
    expect(await call("GET /api/v1/system/audit-logs", { as: viewer, query: { event_type: "Eat & drink", date_from: "yesterday" } })).toMatchObject({ status: 400, body: { errors: { event_type: [expect.any(String)], date_from: [expect.any(String)] } } });
  });
});

it("B16 GET /api/v1/system/health/detailed tells figures and what is the matter", async () => {
  const { status, body } = await call("GET /api/v1/system/health/detailed", { as: await makeViewer(["system.health"], { reach: "platform" }) });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: body.issues.length === 0 ? "healthy" : "warning",
    system: { cpu_percent: expect.any(Number), memory_percent: expect.any(Number), disk_percent: expect.any(Number) },
    database: { status: "connected", users: expect.any(Number) },
    tasks: { pending: expect.any(Number) },
  });
});

describe("B20", () => {
  it("GET /api/v1/health says that it is ready, to anybody", async () => {
    const { status, body } = await call("GET /api/v1/health");
    expect([status, Object.keys(body).sort(), body.status]).toEqual([200, ["status", "timestamp", "version"], "healthy"]);
  });

  it("GET /api/v1/info says what answers, to anybody", async () => {
    expect(await call("GET /api/v1/info")).toMatchObject({ status: 200, body: { name: "Gatehouse", version: expect.any(String), api_version: "v1", timestamp: expect.any(String) } });
  });
});
