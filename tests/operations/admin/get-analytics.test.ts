import { describe, expect, it } from "vitest";
import { getAnalytics } from "@/lib/features/admin/operations/get-analytics";
import { login } from "@/lib/features/auth/operations/login";
import { makeOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

describe("allowed", () => {
  it("counts what is there, within the tenant, in three statements", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["dashboard.analytics"], { organization });
    const person = await makeUser({ organization, roles: ["manager"], verified: false });
    await makeUser({ organization, banned: true, password: null });
    await makeUser({ organization, isActive: false, password: null });
    await makeUser({ organization, deleted: true, password: null, roles: ["manager"] });
    const stranger = await makeUser({ roles: ["manager"] });
    for (const { email, password } of [person, stranger]) await callAs(null).output(login, { input: { identifier: email, password } });

    const { statements, result } = await countStatements(() => callAs(viewer).output(getAnalytics));
    expect(statements).toBeLessThanOrEqual(3);
    expect(result).toMatchObject({ total_users: 4, active_users: 2, inactive_users: 2, verified_users: 3, recent_registrations: 4, users_by_role: { admin: 0, manager: 1, user: 0 } });
    expect(result.recent_logins.map(({ user }) => user)).toEqual([person.email, viewer.user.email]);

    const everywhere = await callAs(await makeViewer(["*"], { reach: "platform" })).output(getAnalytics);
    expect(everywhere.total_users).toBeGreaterThan(4);
    expect(everywhere.users_by_role.manager).toBeGreaterThan(1);
    expect(everywhere.recent_logins.map(({ user }) => user)).toContain(stranger.email);
  });

  it("tells the growth by day: who came before the first of them counts towards all", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["dashboard.analytics"], { organization });
    const [old, recent] = [await makeUser({ organization, password: null }), await makeUser({ organization, password: null })];
    await sql("UPDATE users SET created_at = app_now() - interval '400 days' WHERE id = $1", [old.id]);
    await sql("UPDATE users SET created_at = app_now() - interval '3 days' WHERE id = $1", [recent.id]);
    const { user_growth: days, recent_registrations: registrations } = await callAs(viewer).output(getAnalytics);
    expect(registrations).toBe(2);
    expect(days).toHaveLength(30);
    expect(days[0]).toEqual({ date: daysAgo(29), new_users: 0, total_users: 1 });
    expect(days.at(-4)).toEqual({ date: daysAgo(3), new_users: 1, total_users: 2 });
    expect(days.at(-1)).toEqual({ date: daysAgo(0), new_users: 1, total_users: 3 });
  });
});

describe("refused", () => {
  expectRefused(getAnalytics, { valid: async () => ({}) });

  it("writes nothing", async () => {
    const viewer = await makeViewer(["dashboard.analytics"]);
    expect(await auditRowsOf(() => rowsUnchanged(() => callAs(viewer).output(getAnalytics), []))).toEqual([]);
  });
});
