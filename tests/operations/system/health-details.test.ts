import { describe, expect, it } from "vitest";
import { findIssues } from "@/lib/features/health/find-issues";
import { getHealthDetails } from "@/lib/features/health/operations/get-health-details";
import { makeOrganization } from "../../factories/make-organization";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";

describe("allowed", () => {
  it("tells figures of the machine, and counts within the tenant", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["system.health"], { organization });
    await makeSession(await makeUser({ organization, password: null }));
    await makeSession(await makeUser({ password: null }));
    const details = await rowsUnchanged(() => callAs(viewer).output(getHealthDetails), []);
    expect(details).toMatchObject({ version: expect.any(String), redis: "not_configured", database: { status: "connected", users: 2, live_sessions: 2 } });
    const { memory_used_bytes: used, memory_total_bytes: total, disk_percent: disk } = details.system;
    expect(used).toBeLessThan(total);
    expect(disk).toBeGreaterThan(0);
    expect(disk).toBeLessThanOrEqual(100);
  });

  it("tells of the mail that waits only to whoever reaches the platform, since it is everybody's", async () => {
    expect((await callAs(await makeViewer(["system.health"])).output(getHealthDetails)).tasks).toBeNull();
    const everywhere = await callAs(await makeViewer(["system.health"], { reach: "platform" })).output(getHealthDetails);
    expect(everywhere.tasks).toEqual({ pending: expect.any(Number), failed: expect.any(Number), late_seconds: expect.any(Number) });
  });
});

describe("issues", () => {
  const system = { cpu_percent: 80, memory_percent: 85, memory_used_bytes: 1, memory_total_bytes: 1, disk_percent: 90, disk_used_bytes: 1, disk_total_bytes: 1 };
  const tasks = { pending: 10, failed: 0, late_seconds: 0 };

  it("are none at the bounds", () => {
    expect(findIssues({ system, tasks, redis: "connected" })).toEqual([]);
    expect(findIssues({ system, tasks: null, redis: "not_configured" })).toEqual([]);
  });

  it.each([
    ["processors", { system: { ...system, cpu_percent: 80.1 } }],
    ["memory", { system: { ...system, memory_percent: 85.1 } }],
    ["disk", { system: { ...system, disk_percent: 90.1 } }],
    ["outbox", { tasks: { ...tasks, pending: 11 } }],
    ["given up", { tasks: { ...tasks, failed: 1 } }],
    ["Redis", { redis: "disconnected" as const }],
  ])("speak of the %s", (word, changed) => {
    expect(findIssues({ system, tasks, redis: "connected", ...changed })).toEqual([expect.stringContaining(word)]);
  });
});

describe("refused", () => {
  expectRefused(getHealthDetails, { valid: async () => ({}) });
});
