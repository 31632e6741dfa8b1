import { describe, expect, it } from "vitest";
import * as phiRoute from "@/app/api/audit/compliance/phi-access-report/export/route";
import { exportPhi } from "@/lib/features/audit/operations/export-phi";
import { reportPhi } from "@/lib/features/audit/operations/report-phi";
import { summarizeSecurity } from "@/lib/features/audit/operations/summarize-security";
import { makeEvents } from "../../factories/make-events";
import { makeOrganization } from "../../factories/make-organization";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { DAY } from "../../setup/clock";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";
import { rowsUnchanged } from "../../setup/rows-unchanged";

const ago = (days: number) => new Date(Date.now() - days * DAY);
const officer = async (organization?: { id: string }) => makeViewer(["compliance.view", "compliance.export"], { organization: organization ?? (await makeOrganization()) });

describe("the security summary", () => {
  it("counts the period, flat and nested, of this tenant alone (contract 9.1, 25)", async () => {
    const [here, there] = [await makeOrganization(), await makeOrganization()];
    const viewer = await officer(here);
    await makeSession(await makeUser({ organization: here }));
    await makeSession(await makeUser({ organization: there, banned: true }));
    await makeUser({ organization: here, banned: true });
    const failed = { action: "user.login_failed", success: false };
    await makeEvents(here.id, [
      { action: "user.login" }, { action: "user.login" }, { action: "user.login", occurredAt: ago(31) }, { ...failed, ip: "203.0.113.1" }, { ...failed, ip: "203.0.113.2" }, { ...failed, ip: "203.0.113.2" },
      { action: "user.signup" }, { action: "user.password_change" }, { action: "user.password_change", success: false }, { action: "patient.viewed", stream: "activity", phiAccessed: true },
    ]);
    await makeEvents(there.id, [{ action: "user.login" }, failed, { action: "patient.viewed", stream: "activity", phiAccessed: true }]);
    const { statements, result } = await countStatements(() => callAs(viewer).output(summarizeSecurity));
    expect(statements).toBeLessThanOrEqual(3);
    const flat = { total_logins: 2, failed_logins: 3, signups: 1, password_changes: 1, active_sessions: 2 };
    expect(result).toEqual({
      period_days: 30, start_date: expect.any(String), end_date: expect.any(String), ...flat,
      metrics: { ...flat, phi_accesses: 1, banned_users: 1 },
      top_failed_ips: [{ ip_address: "203.0.113.2", failed_attempts: 2 }, { ip_address: "203.0.113.1", failed_attempts: 1 }],
    });
    expect(Date.parse(result.end_date) - Date.parse(result.start_date)).toBe(30 * DAY);
    expect(await callAs(viewer).output(summarizeSecurity, { query: { days: "60" } })).toMatchObject({ period_days: 60, total_logins: 3 });
  });

  it("of a platform role covers every tenant", async () => {
    const [here, there] = [await makeOrganization(), await makeOrganization()];
    const platform = await makeViewer(["compliance.view"], { reach: "platform" });
    const before = await callAs(platform).output(summarizeSecurity);
    await makeEvents(here.id, [{ action: "user.signup" }]);
    await makeEvents(there.id, [{ action: "user.signup" }]);
    expect((await callAs(platform).output(summarizeSecurity)).signups).toBe(before.signups + 2);
  });

  expectRefused(summarizeSecurity, { valid: () => ({}), insufficient: ["audit.view", "dashboard.view"], invalidQuery: { "no day": { days: "0" }, "more than a year": { days: "366" } } });

  it("writes nothing", async () => {
    const viewer = await officer();
    expect(await auditRowsOf(() => rowsUnchanged(() => callAs(viewer).output(summarizeSecurity), []))).toEqual([]);
  });
});

async function ward() {
  const organization = await makeOrganization();
  const [ada, bob] = [await makeUser({ organization }), await makeUser({ organization })];
  const seen = (actorId: string, type: string, id: string, occurredAt = ago(1)) => ({ action: `${type}.viewed`, stream: "activity" as const, actorId, resource: { type, id }, phiAccessed: true, occurredAt });
  await makeEvents(organization.id, [
    seen(ada.id, "patient", "1"), seen(ada.id, "patient", "1"), seen(ada.id, "medical_record", "7"), seen(bob.id, "patient", "2"), seen(bob.id, "patient", "3", ago(40)),
    { ...seen(bob.id, "patient", "4"), phiAccessed: false },
  ]);
  await makeEvents((await makeOrganization()).id, [seen(ada.id, "patient", "elsewhere")]);
  return { organization, ada, bob, viewer: await officer(organization) };
}

describe("the report on protected health information", () => {
  it("says who saw what, by person and by kind of resource", async () => {
    const { ada, bob, viewer } = await ward();
    const report = await callAs(viewer).output(reportPhi);
    expect(report).toEqual({
      period: { start: expect.any(String), end: expect.any(String) },
      total_phi_accesses: 4,
      total_users: 2,
      by_user: [
        { user_id: ada.id, email: ada.email, access_count: 3, resource_count: 2, resources_accessed: ["medical_record:7", "patient:1"] },
        { user_id: bob.id, email: bob.email, access_count: 1, resource_count: 1, resources_accessed: ["patient:2"] },
      ],
      by_resource_type: { medical_record: 1, patient: 3 },
    });
    expect(Date.parse(report.period.end) - Date.parse(report.period.start)).toBe(30 * DAY);
  });

  it("of one person, and of other days", async () => {
    const { bob, viewer } = await ward();
    const query = { user_id: bob.id, start_date: ago(60).toISOString() };
    expect(await callAs(viewer).output(reportPhi, { query })).toMatchObject({ total_phi_accesses: 2, by_user: [{ user_id: bob.id, resources_accessed: ["patient:2", "patient:3"] }] });
    expect(await callAs(viewer).output(reportPhi, { query: { start_date: "2020-01-01", end_date: "2020-02-01" } })).toMatchObject({ total_phi_accesses: 0, total_users: 0, by_user: [], by_resource_type: {} });
  });

  it("is itself in the trail", async () => {
    const { bob, viewer } = await ward();
    const rows = await auditRowsOf(() => rowsUnchanged(() => callAs(viewer).output(reportPhi, { query: { user_id: bob.id } })));
    expect(rows).toMatchObject([{ action: "compliance.phi_report_viewed", actor_id: viewer.user.id, success: true, metadata: { user_id: bob.id, period: { start: expect.any(String), end: expect.any(String) } } }]);
  });

  expectRefused(reportPhi, { valid: () => ({}), insufficient: ["audit.view", "activity.view", "compliance.export"], invalidQuery: { "a person that is none": { user_id: "7" }, "an end before the beginning": { start_date: "2026-02-03", end_date: "2026-02-01" } } });
});

describe("its export", () => {
  it("holds each access, and is in the trail", async () => {
    const { viewer, bob } = await ward();
    const path = `/api/audit/compliance/phi-access-report/export?format=ndjson&start_date=${ago(60).toISOString()}`;
    const rows = await auditRowsOf(() => rowsUnchanged(async () => {
      const { body, headers } = await http(phiRoute, { path, as: viewer });
      const lines = String(body).split("\n").filter(Boolean).map((line) => JSON.parse(line) as { phi_accessed: boolean; resource_id: string });
      expect(lines.map(({ resource_id: id }) => id).sort()).toEqual(["1", "1", "2", "3", "7"]);
      expect(lines.every(({ phi_accessed: phi }) => phi)).toBe(true);
      expect(headers.get("content-disposition")).toContain("phi-access-");
    }));
    expect(rows).toMatchObject([{ action: "compliance.phi_report_exported", actor_id: viewer.user.id, metadata: { format: "ndjson" } }]);
    const { body } = await http(phiRoute, { path: `${path}&user_id=${bob.id}`, as: viewer });
    expect(String(body).split("\n").filter(Boolean)).toHaveLength(2);
  });

  expectRefused(exportPhi, { valid: () => ({}), insufficient: ["compliance.view", "audit.export"], invalidQuery: { "a format that is none": { format: "pdf" } } });
});
