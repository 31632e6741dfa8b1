import { describe, expect, it } from "vitest";
import { banUser } from "@/lib/features/admin/operations/ban-user";
import { unbanUser } from "@/lib/features/admin/operations/unban-user";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { newId } from "@/lib/ids";
import { joinOrganization, makeUser } from "../../factories/make-user";
import { makeOrganization } from "../../factories/make-organization";
import { makeSession } from "../../factories/make-session";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { HOUR, MINUTE, travel } from "../../setup/clock";
import { expectRefused } from "../../setup/expect-refused";
import { freshDatabase } from "../../setup/fresh-database";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow } from "../../setup/sql";

const makeAdmin = () => makeViewer(["*"], { reach: "platform" });
const makeManager = () => makeViewer([], { roles: ["manager"] });

const isSignedIn = async (session: { accessToken: string }) => (await callAs(session).run(checkAuth)).error === null;

describe("allowed", () => {
  it("ends the sessions at once, with one audit row", async () => {
    const manager = await makeManager();
    const user = await makeUser({ roles: ["user"] });
    const session = await makeSession(user);
    expect(await isSignedIn(session)).toBe(true);
    const rows = await auditRowsOf(async () => {
      const output = await callAs(manager).output(banUser, { params: { id: user.id }, input: { reason: "Spam" } });
      expect(output).toMatchObject({ user_id: user.id, sessions_revoked: 1, reason: "Spam", ban_expires_at: null });
    });
    expect(await isSignedIn(session)).toBe(false);
    expect(await isSignedIn(await makeSession(user))).toBe(false);
    expect(rows).toMatchObject([
      {
        action: "user.banned", success: true, actor_id: manager.user.id, target_user_id: user.id, resource_type: "user", resource_id: user.id,
        organization_id: user.organizationId, metadata: { reason: "Spam", sessions_revoked: 1, expires_at: null }, error_code: null,
      },
    ]);
    expect(rows).toHaveLength(1);
  });

  it.each([
    ["duration_minutes", { duration_minutes: 90 }, 90 * MINUTE],
    ["duration_hours", { duration_hours: 2 }, 2 * HOUR],
    ["expires_at", { expires_at: new Date(Date.now() + 3 * HOUR).toISOString() }, 3 * HOUR],
  ])("enforces an end given as %s, and no longer", async (_name, input, length) => {
    const user = await makeUser();
    const session = await makeSession(user);
    const output = await callAs(await makeAdmin()).output(banUser, { params: { id: user.id }, input });
    expect(Math.abs(new Date(output.ban_expires_at ?? 0).getTime() - Date.now() - length)).toBeLessThan(20_000);
    await travel(length - MINUTE);
    expect(await isSignedIn(await makeSession(user))).toBe(false);
    await travel(2 * MINUTE);
    expect(await isSignedIn(session)).toBe(false);
    expect(await isSignedIn(await makeSession(user))).toBe(true);
  });

  it("leaves a ban that stands as it is, and says so", async () => {
    const admin = await makeAdmin();
    const user = await makeUser();
    await callAs(admin).output(banUser, { params: { id: user.id }, input: { reason: "first" } });
    const again = await callAs(admin).output(banUser, { params: { id: user.id }, input: { reason: "second", duration_hours: 1 } });
    expect(again).toMatchObject({ reason: "first", ban_expires_at: null, unchanged: true, sessions_revoked: 0 });
    expect(await oneRow("SELECT ban_reason FROM users WHERE id = $1", [user.id])).toEqual({ ban_reason: "first" });
  });

  it("is lifted by unban, once", async () => {
    const manager = await makeManager();
    const user = await makeUser({ banned: true });
    const rows = await auditRowsOf(() => callAs(manager).output(unbanUser, { params: { id: user.id }, input: { reason: "Cleared" } }));
    expect(rows).toMatchObject([{ action: "user.unbanned", success: true, target_user_id: user.id, metadata: { reason: "Cleared" } }]);
    expect(await isSignedIn(await makeSession(user))).toBe(true);
    expect(await callAs(manager).output(unbanUser, { params: { id: user.id }, input: {} })).toMatchObject({ unchanged: true });
  });
});

describe("conflict", () => {
  it("409 for oneself", async () => {
    const admin = await makeAdmin();
    const rows = await auditRowsOf(async () => {
      const error = await rowsUnchanged(() => callAs(admin).refusal(banUser, { params: { id: admin.user.id }, input: {} }));
      expect(error).toMatchObject({ status: 409, code: "CANNOT_BAN_SELF" });
    });
    expect(rows).toMatchObject([{ action: "user.banned", success: false, error_code: "CANNOT_BAN_SELF", target_user_id: admin.user.id }]);
    expect(rows).toHaveLength(1);
  });

  it("403 for whoever holds more, or holds it further", async () => {
    const manager = await makeManager();
    const organization = await makeOrganization();
    const elsewhere = await makeUser();
    await joinOrganization(elsewhere.id, organization.id);
    const higher = [
      await makeUser({ roles: ["admin"], reach: "platform" }),
      await makeUser({ roles: ["admin"] }),
      await makeUser({ roles: ["manager"], reach: "platform" }),
      await makeUser({ permissions: ["audit.view"] }),
      elsewhere,
    ];
    for (const { id } of higher) {
      for (const operation of [banUser, unbanUser]) {
        const error = await rowsUnchanged(() => callAs(manager).refusal(operation, { params: { id }, input: {} }));
        expect(error).toMatchObject({ status: 403, code: "OUT_OF_REACH" });
      }
    }
    const equal = await makeUser({ roles: ["manager"] });
    expect(await callAs(manager).output(banUser, { params: { id: equal.id }, input: {} })).toMatchObject({ user_id: equal.id });
  });

  it("keeps an administrator without an end when those that remain have one", async () => {
    await freshDatabase();
    const permanent = await makeUser({ roles: ["admin"], reach: "platform" });
    const passing = await makeAdmin();
    await oneRow("UPDATE role_assignments SET expires_at = app_now() + interval '1 hour' WHERE user_id = $1 RETURNING id", [passing.user.id]);
    expect(await callAs(passing).refusal(banUser, { params: { id: permanent.id }, input: {} })).toMatchObject({ status: 409, code: "LAST_ADMIN" });
  });

  it("of two administrators who ban each other at once, one stays", async () => {
    for (let round = 0; round < 10; round += 1) {
      await freshDatabase();
      const [one, two] = [await makeAdmin(), await makeAdmin()];
      const outcomes = await Promise.all([
        callAs(one).run(banUser, { params: { id: two.user.id }, input: {} }),
        callAs(two).run(banUser, { params: { id: one.user.id }, input: {} }),
      ]);
      expect(outcomes.map(({ error }) => error?.code ?? "banned").sort(), `round ${round}`).toEqual(expect.arrayContaining(["banned"]));
      const left = await oneRow<{ count: number }>("SELECT count(*)::int AS count FROM users WHERE banned_at IS NULL");
      expect(left.count, `round ${round}`).toBe(1);
      const refusal = outcomes.find(({ error }) => error)?.error;
      // The loser's own session may have ended before it was looked up.
      expect([401, 409]).toContain(refusal?.status);
    }
    // Ten databases: the tests' own server makes them at once, a foreign one writes each out to its disk.
  }, 60_000);
});

describe("not found", () => {
  it("404 for somebody of another organization, a deleted one, and nobody", async () => {
    const manager = await makeManager();
    const other = await makeUser({ organization: await makeOrganization() });
    const deleted = await makeUser({ deleted: true });
    for (const id of [other.id, deleted.id, newId()]) {
      for (const operation of [banUser, unbanUser]) {
        const error = await rowsUnchanged(() => callAs(manager).refusal(operation, { params: { id }, input: {} }));
        expect(error).toMatchObject({ status: 404, code: "NOT_FOUND" });
      }
    }
    expect(await callAs(await makeAdmin()).output(banUser, { params: { id: other.id }, input: {} })).toMatchObject({ user_id: other.id });
  });

  it("writes what a platform administrator does to another tenant's person into that tenant's trail", async () => {
    const organization = await makeOrganization();
    const other = await makeUser({ organization });
    const rows = await auditRowsOf(async () => callAs(await makeAdmin()).output(banUser, { params: { id: other.id }, input: {} }));
    expect(rows).toMatchObject([{ action: "user.banned", organization_id: organization.id }]);
  });
});

const valid = async () => ({ params: { id: (await makeUser()).id }, input: { reason: "A reason" } });

describe("refused and invalid", () => {
  expectRefused(banUser, {
    valid,
    invalid: {
      "a reason without end": { reason: "x".repeat(501) },
      "a length of nothing": { duration_hours: 0 },
      "a negative length": { duration_minutes: -5 },
      "a length beyond measure": { duration_minutes: 1e12 },
      "an end that has passed": { expires_at: "2020-01-01T00:00:00Z" },
      "an end that is none": { expires_at: "tomorrow" },
      "two ends": { duration_minutes: 5, duration_hours: 5 },
    },
  });
  expectRefused(unbanUser, { valid, invalid: { "a reason without end": { reason: "x".repeat(501) } } });
});
