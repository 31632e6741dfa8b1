import { describe, expect, it, vi } from "vitest";
import * as route from "@/app/api/audit/audit-logs/export/route";
import { exportLogs } from "@/lib/features/audit/operations/export-logs";
import { listLogs } from "@/lib/features/audit/operations/list-logs";
import type { AuditLog } from "@/lib/features/audit/schema";
import { log } from "@/lib/log";
import { makeEvents } from "../../factories/make-events";
import { makeOrganization } from "../../factories/make-organization";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const PATH = "/api/audit/audit-logs/export";

const exporter = async () => makeViewer(["audit.view", "audit.export"], { organization: await makeOrganization() });

const ask = (viewer: Awaited<ReturnType<typeof exporter>>, query: string) => http(route, { path: `${PATH}?${query}`, as: viewer });

const ndjson = (text: string): AuditLog[] => text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as AuditLog);

describe("allowed", () => {
  it("gives exactly what the list's filter shows, in its order, in both formats", async () => {
    const viewer = await exporter();
    await makeEvents(viewer.user.organizationId, Array.from({ length: 30 }, (_, at) => ({ action: at % 3 ? "user.banned" : "role.changed", metadata: { at }, occurredAt: new Date(Date.UTC(2026, 0, 1 + at)) })));
    const filter = "action=user.*&start_date=2026-01-05";
    const { logs } = await callAs(viewer).output(listLogs, { query: Object.fromEntries(new URLSearchParams(filter)) });
    const asLines = await ask(viewer, `${filter}&format=ndjson`);
    expect(asLines.headers.get("content-type")).toBe("application/x-ndjson; charset=utf-8");
    expect(asLines.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.ndjson"$/);
    expect(ndjson(asLines.body as string)).toEqual(logs);
    const asTable = await ask(viewer, filter);
    const [head, ...lines] = (asTable.body as string).split("\r\n").filter(Boolean);
    expect(asTable.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(asTable.headers.get("cache-control")).toBe("no-store");
    expect(head).toBe(Object.keys(logs[0] ?? {}).join(","));
    expect(lines.map((line) => line.slice(0, 36))).toEqual(logs.map(({ id }) => id));
  });

  it("goes on over batches, without a gap and without a row twice, and does not hold itself", async () => {
    const viewer = await exporter();
    await makeEvents(viewer.user.organizationId, Array.from({ length: 2500 }, (_, at) => ({ action: "row.written", metadata: { at }, occurredAt: new Date(Date.UTC(2026, 0, 1) + Math.floor(at / 7)) })));
    const logs = ndjson((await ask(viewer, "format=ndjson")).body as string);
    expect(new Set(logs.map(({ metadata }) => metadata?.at)).size).toBe(2500);
    expect(logs).toHaveLength(2500);
  });

  it("reads no further than the client does", async () => {
    const viewer = await exporter();
    await makeEvents(viewer.user.organizationId, Array.from({ length: 4000 }, () => ({ action: "row.written" })));
    const { pieces } = await callAs(viewer).output(exportLogs, { query: { format: "ndjson" } });
    const reader = pieces[Symbol.asyncIterator]();
    const first = await countStatements(() => reader.next());
    expect(first.statements).toBe(1);
    expect(String(first.result.value).split("\n")).toHaveLength(501);
    await reader.return?.();
    expect(await reader.next()).toMatchObject({ done: true });
  });

  it("no cell is a formula @asvs V1.2.10", async () => {
    const viewer = await exporter();
    await makeEvents(viewer.user.organizationId, [{ action: "user.login_failed", identifier: '=HYPERLINK("http://evil")' }, { action: "user.login_failed", identifier: "@SUM(1)" }]);
    const { body } = await ask(viewer, "action=user.login_failed");
    expect(body).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(body).toContain(`"'@SUM(1)"`);
    expect(body).not.toMatch(/(^|,)"?[=@+]/m);
  });

  it("HEAD answers with the headers and no byte", async () => {
    const viewer = await exporter();
    const answer = await http(route, { path: PATH, method: "HEAD", as: viewer });
    expect(answer).toMatchObject({ status: 200, body: undefined });
    expect(answer.headers.get("content-type")).toContain("text/csv");
  });
});

describe("tenancy", () => {
  it("holds no other tenant's rows", async () => {
    const viewer = await exporter();
    await makeEvents(viewer.user.organizationId, [{ action: "here.visit" }]);
    await makeEvents((await makeOrganization()).id, [{ action: "secret.plan" }]);
    const logs = ndjson((await ask(viewer, "format=ndjson")).body as string);
    expect(logs.map(({ action }) => action)).toEqual(["here.visit"]);
  });
});

describe("refused and invalid", () => {
  expectRefused(exportLogs, { valid: () => ({}), insufficient: ["audit.view", "compliance.export"], invalidQuery: { "a format that is none": { format: "xlsx" }, "an end before the beginning": { start_date: "2026-02-03", end_date: "2026-02-01" } } });

  it("nothing leaves when it cannot be recorded", async () => {
    const viewer = await exporter();
    await sql("ALTER TABLE audit_events ADD CONSTRAINT no_export CHECK (action <> 'audit.exported') NOT VALID");
    try {
      vi.spyOn(log, "error").mockImplementation(() => undefined);
      const answer = await ask(viewer, "");
      expect(answer.status).toBe(500);
      expect(answer.body).toMatchObject({ code: "INTERNAL_ERROR" });
    } finally {
      vi.restoreAllMocks();
      await sql("ALTER TABLE audit_events DROP CONSTRAINT no_export");
    }
  });
});

describe("audit rows", () => {
  it("says who took what out", async () => {
    const viewer = await exporter();
    const rows = await auditRowsOf(() => rowsUnchanged(() => ask(viewer, "action=user.*&format=ndjson")));
    expect(rows).toMatchObject([{ action: "audit.exported", actor_id: viewer.user.id, session_id: viewer.sessionId, success: true, metadata: { format: "ndjson", filter: { action: "user.*" } } }]);
  });
});
