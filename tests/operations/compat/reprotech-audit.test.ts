/** Reference contract T12 and T13. */
import { describe, expect, it } from "vitest";
import { login } from "@/lib/features/auth/operations/login";
import { makeEvents } from "@/tests/factories/make-events";
import { makeOrganization } from "@/tests/factories/make-organization";
import { makeUser } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { callAs } from "@/tests/setup/call-as";
import { call, toldBy } from "./call";

const EVENT = ["action", "details", "id", "ip_address", "resource", "timestamp", "user", "user_agent"];

describe.each(["GET /api/audit", "GET /api/audit-logs"])("T12 %s", (address) => {
  it("lists ten a page, newest first, in its own words", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["audit.view"], { organization });
    const person = await makeUser({ organization });
    await callAs(null).output(login, { input: { identifier: person.email, password: person.password } });
    await makeEvents(organization.id, Array.from({ length: 11 }, (_, n) => ({ action: "user.banned", actorId: viewer.user.id, changes: { n: { from: null, to: n } } })));
    const { status, body } = await call(address, { as: viewer });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(["logs", "page", "pages", "per_page", "total"]);
    expect(body).toMatchObject({ total: 12, page: 1, per_page: 10, pages: 2 });
    expect(body.logs).toHaveLength(10);
    expect(Object.keys(body.logs[0]).sort()).toEqual(EVENT);

    const { body: signIns } = await call(address, { as: viewer, query: { action: "login", user: person.email, page: "1" } });
    expect(signIns.logs).toMatchObject([{ user: person.email, action: "login", resource: "auth", ip_address: expect.any(String), user_agent: expect.any(String), details: { provider: "local", success: true } }]);
    const { body: bans } = await call(address, { as: viewer, query: { action: "user.banned", per_page: "1" } });
    expect(bans.logs).toMatchObject([{ user: viewer.user.email, action: "user.banned", resource: "user", details: { success: true, changes: { n: expect.any(Object) } } }]);
  });

  it("400 with `errors` for an action that is none", async () => {
    const viewer = await makeViewer(["audit.view"]);
    expect(await call(address, { as: viewer, query: { action: "Eat & drink", per_page: "0" } })).toMatchObject({ status: 400, body: { errors: { action: [expect.any(String)], per_page: [expect.any(String)] } } });
  });
});

describe("T13 GET /api/audit-logs/export", () => {
  it("is the export of the house: a CSV file, and the row that says so", async () => {
    const viewer = await makeViewer(["audit.export"]);
    const told = await toldBy(async () => {
      const { status, body, headers } = await call("GET /api/audit-logs/export", { as: viewer, query: { action: "login" } });
      expect(status).toBe(200);
      expect(headers.get("content-type")).toContain("text/csv");
      expect(String(body).split("\n")[0]).toContain("action");
    });
    expect(told).toMatchObject([{ action: "audit.exported", metadata: { format: "csv", filter: { action: "user.login" } } }]);
  });
});
