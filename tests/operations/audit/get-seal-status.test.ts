import { describe, expect, it } from "vitest";
import { sealPending } from "@/lib/audit/seal-pending";
import { getSealStatus } from "@/lib/features/audit/operations/get-seal-status";
import { verifyTrail } from "@/lib/features/audit/operations/verify-trail";
import { makeEvents } from "../../factories/make-events";
import { makeOrganization } from "../../factories/make-organization";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";

describe("allowed", () => {
  it("names the last seal, by the fingerprint that a verification gives, and what waits", async () => {
    const viewer = await makeViewer(["audit.verify"], { reach: "platform" });
    expect(await callAs(viewer).output(getSealStatus)).toEqual({ covers: "everything", last_seal: null, unsealed: 0 });
    await makeEvents(null, [{ action: "row.written" }, { action: "row.written" }]);
    await sealPending();
    await makeEvents(null, [{ action: "row.written" }]);
    const { last_seal: last, unsealed } = await callAs(viewer).output(getSealStatus);
    expect(last).toMatchObject({ number: 1, events: 2 });
    expect(unsealed).toBe(1);
    expect((await callAs(viewer).output(verifyTrail)).last_seal?.fingerprint).toBe(last?.fingerprint);
  });
});

describe("tenancy", () => {
  it("tells the auditor of one organization nothing of how much the others do", async () => {
    const viewer = await makeViewer(["audit.verify"], { organization: await makeOrganization() });
    expect(await callAs(viewer).output(getSealStatus)).toEqual({ covers: "own_organization", last_seal: null, unsealed: null });
  });
});

describe("refused", () => {
  expectRefused(getSealStatus, { valid: () => ({}), insufficient: ["audit.view", "audit.export"] });

  it("writes nothing", async () => {
    const viewer = await makeViewer(["audit.verify"], { reach: "platform" });
    expect(await auditRowsOf(() => rowsUnchanged(() => callAs(viewer).output(getSealStatus), []))).toEqual([]);
  });
});
