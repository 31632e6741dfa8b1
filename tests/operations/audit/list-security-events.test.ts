import { describe, expect, it } from "vitest";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { listSecurityEvents } from "@/lib/features/audit/operations/list-security-events";
import { login } from "@/lib/features/auth/operations/login";
import { makeEvents } from "../../factories/make-events";
import { makeOrganization } from "../../factories/make-organization";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { DAY } from "../../setup/clock";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";

const ago = (days: number) => new Date(Date.now() - days * DAY);

describe("allowed", () => {
  it("shows refusals, failures, thefts and ends of the last seven days, and nothing else", async () => {
    const organization = await makeOrganization();
    const auditor = await makeViewer(["audit.view"], { organization });
    const nosy = await makeViewer([], { organization });
    await callAs(nosy).refusal(listUsers);
    await callAs(null).refusal(login, { input: { identifier: nosy.user.email, password: "not this one" } });
    await makeEvents(organization.id, [
      { action: "token.reuse_detected", success: false, occurredAt: ago(6) },
      { action: "session.revoked", occurredAt: ago(8) },
      { action: "user.profile_update" },
      { action: "patient.viewed", stream: "activity" },
    ]);
    const list = async (query: Record<string, unknown> = {}) => (await callAs(auditor).output(listSecurityEvents, { query })).logs.map(({ action }) => action);
    expect(await list()).toEqual(["user.login_failed", "access.denied", "token.reuse_detected"]);
    expect(await list({ days: "30" })).toEqual(["user.login_failed", "access.denied", "token.reuse_detected", "session.revoked"]);
    expect(await list({ days: "30", success: "true" })).toEqual(["session.revoked"]);
    expect(await list({ start_date: ago(9).toISOString(), end_date: ago(7).toISOString() })).toEqual(["session.revoked"]);
    expect(await list({ actor_user_id: nosy.user.id })).toEqual(["access.denied"]);
    expect(await callAs(auditor).output(listSecurityEvents, { query: { limit: "1" } })).toMatchObject({ count: 3, total: 3, limit: 1, next_cursor: expect.any(String) });
  });
});

describe("tenancy", () => {
  it("shows no other tenant's events", async () => {
    const [here, there] = [await makeOrganization(), await makeOrganization()];
    await makeEvents(there.id, [{ action: "user.logout" }]);
    const auditor = await makeViewer(["audit.view"], { organization: here });
    expect(await callAs(auditor).output(listSecurityEvents)).toMatchObject({ logs: [], total: 0 });
  });
});

describe("refused and invalid", () => {
  expectRefused(listSecurityEvents, {
    valid: () => ({}),
    invalidQuery: { "no day": { days: "0" }, "too many days": { days: "366" }, "too many rows": { limit: "101" }, "days that are none": { days: "week" } },
  });

  it("writes nothing", async () => {
    const auditor = await makeViewer(["audit.view"]);
    expect(await auditRowsOf(() => rowsUnchanged(() => callAs(auditor).output(listSecurityEvents), []))).toEqual([]);
  });
});
