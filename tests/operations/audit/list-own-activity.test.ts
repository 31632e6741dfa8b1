import { describe, expect, it } from "vitest";
import { recordActivity } from "@/lib/audit/record-activity";
import { listOwnActivity } from "@/lib/features/audit/operations/list-own-activity";
import { newId } from "@/lib/ids";
import { makeEvents } from "../../factories/make-events";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";

const originOf = (viewer: { user: { id: string; organizationId: string | null }; sessionId: string }) => ({
  actorId: viewer.user.id, impersonatorId: null, organizationId: viewer.user.organizationId, sessionId: viewer.sessionId, requestId: newId(), ipAddress: "203.0.113.5", userAgent: null,
});

describe("allowed", () => {
  it("shows what I did to resources, under both names, and nobody else's doing", async () => {
    const doctor = await makeViewer();
    const colleague = await makeViewer();
    await recordActivity(originOf(doctor), { action: "patient.viewed", resource: { type: "patient", id: "17" }, phi: true, metadata: { ward: "north" } });
    await recordActivity(originOf(doctor), { action: "order.viewed", resource: { type: "order", id: "a-3" } });
    await recordActivity(originOf(colleague), { action: "patient.viewed", resource: { type: "patient", id: "17" }, phi: true });
    await makeEvents(doctor.user.organizationId, [{ action: "user.profile_update", actorId: doctor.user.id }]);
    const { activities, logs, count } = await callAs(doctor).output(listOwnActivity);
    expect(logs).toEqual(activities);
    expect(count).toBe(2);
    expect(activities).toMatchObject([
      { action: "order.viewed", resource_type: "order", resource_id: "a-3", phi_accessed: false },
      { action: "patient.viewed", user_id: doctor.user.id, user_email: doctor.user.email, resource_type: "patient", resource_id: "17", ip_address: "203.0.113.5", tenant_id: doctor.user.organizationId, session_id: doctor.sessionId, metadata: { ward: "north" }, phi_accessed: true, success: true },
    ]);
  });

  it("filters by action, resource and time", async () => {
    const doctor = await makeViewer();
    await makeEvents(doctor.user.organizationId, [
      { action: "patient.viewed", stream: "activity", actorId: doctor.user.id, resource: { type: "patient", id: "1" }, occurredAt: new Date("2026-01-02") },
      { action: "patient.edited", stream: "activity", actorId: doctor.user.id, resource: { type: "patient", id: "2" }, occurredAt: new Date("2026-02-02") },
      { action: "order.viewed", stream: "activity", actorId: doctor.user.id, resource: { type: "order", id: "1" }, occurredAt: new Date("2026-03-02") },
    ]);
    const of = async (query: Record<string, unknown>) => (await callAs(doctor).output(listOwnActivity, { query })).activities.map(({ action }) => action);
    expect(await of({ action: "patient.*" })).toEqual(["patient.edited", "patient.viewed"]);
    expect(await of({ resource_type: "order" })).toEqual(["order.viewed"]);
    expect(await of({ resource_id: "1" })).toEqual(["order.viewed", "patient.viewed"]);
    expect(await of({ start_date: "2026-02-01", end_date: "2026-02-28" })).toEqual(["patient.edited"]);
    expect(await of({ limit: "1", offset: "2" })).toEqual(["patient.viewed"]);
  });

  it("an access that was refused is none to protected information", async () => {
    const doctor = await makeViewer();
    const rows = await auditRowsOf(() => recordActivity(originOf(doctor), { action: "patient.viewed", resource: { type: "patient", id: "9" }, phi: true, success: false, errorCode: "NOT_FOUND" }));
    expect(rows).toMatchObject([{ stream: "activity", action: "patient.viewed", success: false, error_code: "NOT_FOUND", phi_accessed: false }]);
  });
});

describe("refused and invalid", () => {
  expectRefused(listOwnActivity, { valid: () => ({}), invalidQuery: { "too many rows": { limit: "201" }, "no rows": { limit: "0" }, "a day that is none": { start_date: "yesterday" } } });

  it("writes nothing", async () => {
    const doctor = await makeViewer();
    expect(await auditRowsOf(() => rowsUnchanged(() => callAs(doctor).output(listOwnActivity), []))).toEqual([]);
  });
});
