import { describe, expect, it } from "vitest";
import { CATALOGUE } from "@/lib/access/catalogue";
import { getStats } from "@/lib/features/admin/operations/get-stats";
import { login } from "@/lib/features/auth/operations/login";
import { makeOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";

describe("allowed", () => {
  it("counts what is there, in three statements, and only within the tenant", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["dashboard.view"], { organization });
    await makeUser({ organization, banned: true });
    await makeUser({ organization, verified: false });
    await makeUser({ organization, isActive: false });
    await makeUser({ organization, deleted: true });
    const person = await makeUser({ organization });
    const stranger = await makeUser();
    for (const { email, password } of [person, stranger]) {
      await callAs(null).output(login, { input: { identifier: email, password } });
      await callAs(null).refusal(login, { input: { identifier: email, password: "not this one" } });
    }
    const { statements, result } = await countStatements(() => callAs(viewer).output(getStats));
    expect(statements).toBeLessThanOrEqual(3);
    expect(result).toMatchObject({
      users: { total: 5, active: 2, banned: 1, inactive: 1, unverified: 1, new_7_days: 5, new_14_days: 5, new_30_days: 5 },
      live_sessions: 2,
      roles: expect.any(Number),
      permissions: CATALOGUE.length,
    });
    expect(result.sign_in_days).toHaveLength(14);
    expect(result.sign_in_days.at(-1)).toEqual({ day: new Date().toISOString().slice(0, 10), signed_in: 1, failed: 1 });
    expect(result.sign_in_days.slice(0, -1).every(({ signed_in: signedIn, failed }) => signedIn + failed === 0)).toBe(true);
    expect(result.recent_sign_ins.map(({ user_id: id }) => id)).toEqual([person.id, viewer.user.id]);

    const everywhere = await callAs(await makeViewer(["*"], { reach: "platform" })).output(getStats);
    expect(everywhere.users.total).toBeGreaterThan(result.users.total);
    expect(everywhere.recent_sign_ins.map(({ user_id: id }) => id)).toContain(stranger.id);
  });
});

describe("refused", () => {
  expectRefused(getStats, { valid: () => ({}) });

  it("writes nothing", async () => {
    const viewer = await makeViewer(["dashboard.view"]);
    expect(await auditRowsOf(() => rowsUnchanged(() => callAs(viewer).output(getStats), []))).toEqual([]);
  });
});
