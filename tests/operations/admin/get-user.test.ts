import { describe, expect, it } from "vitest";
import { banUser } from "@/lib/features/admin/operations/ban-user";
import { getUser } from "@/lib/features/admin/operations/get-user";
import { unbanUser } from "@/lib/features/admin/operations/unban-user";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";

const admin = () => makeViewer(["*"], { reach: "platform" });

describe("allowed", () => {
  it("shows a person flat and as user, with sessions and the latest five bans", async () => {
    const viewer = await admin();
    const user = await makeUser();
    await makeSession(user);
    for (let round = 0; round < 3; round += 1) {
      await callAs(viewer).output(banUser, { params: { id: user.id }, input: { reason: `round ${round}` } });
      await callAs(viewer).output(unbanUser, { params: { id: user.id }, input: {} });
    }
    await makeSession(user);
    const { statements, result } = await countStatements(() => callAs(viewer).output(getUser, { params: { id: user.id } }));
    expect(statements).toBeLessThanOrEqual(3);
    expect(result).toMatchObject({ id: user.id, email: user.email, user: { id: user.id }, is_active: true, is_verified: true, active_sessions: 1, active_sessions_count: 1, last_login: null });
    expect(result.ban_history.map(({ action }) => action)).toEqual(["user.unbanned", "user.banned", "user.unbanned", "user.banned", "user.unbanned"]);
    expect(result.ban_history[1]).toMatchObject({ actor: viewer.user.email, target: user.email, metadata: { reason: "round 2" } });
    expect(JSON.stringify(result)).not.toContain("$2");
  });

  it("says how long a ban lasts, and forgets one that has run out", async () => {
    const viewer = await admin();
    const banned = await makeUser({ banned: true });
    const lapsed = await makeUser({ banned: new Date(Date.now() - 1000) });
    expect(await callAs(viewer).output(getUser, { params: { id: banned.id } })).toMatchObject({ status: "banned", is_active: false, ban_reason: "test", ban_expires_at: null });
    expect(await callAs(viewer).output(getUser, { params: { id: lapsed.id } })).toMatchObject({ status: "active", is_active: true, ban_reason: null, banned_at: null });
  });
});

describe("tenancy", () => {
  it("404 for somebody of another organization, the same as for nobody; sessions of other tenants do not count", async () => {
    const organization = await makeOrganization();
    const manager = await makeViewer(["users.view"]);
    const other = await makeUser({ organization });
    const hidden = await callAs(manager).refusal(getUser, { params: { id: other.id } });
    const absent = await callAs(manager).refusal(getUser, { params: { id: newId() } });
    expect({ ...hidden }).toEqual({ ...absent });
    expect(hidden).toMatchObject({ status: 404, code: "NOT_FOUND" });

    const insider = await makeViewer(["users.view"], { organization });
    await makeSession(other);
    expect((await callAs(insider).output(getUser, { params: { id: other.id } })).active_sessions).toBe(1);
  });
});

describe("refused", () => {
  expectRefused(getUser, { valid: async () => ({ params: { id: (await makeUser()).id } }) });

  it("writes nothing", async () => {
    const viewer = await admin();
    const rows = await auditRowsOf(() => rowsUnchanged(() => callAs(viewer).output(getUser, { params: { id: viewer.user.id } }), []));
    expect(rows).toEqual([]);
  });
});
