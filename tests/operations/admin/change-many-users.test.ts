import { describe, expect, it } from "vitest";
import { changeManyUsers } from "@/lib/features/admin/operations/change-many-users";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { armFailpoints } from "@/lib/failpoint";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const makeClerk = () => makeViewer(["users.ban", "users.delete", "sessions.revoke"]);
const change = (viewer: TestViewer, input: Record<string, unknown>) => callAs(viewer).output(changeManyUsers, { input });
const makePeople = (count: number) => Promise.all(Array.from({ length: count }, () => makeUser()));
const idsOf = (people: { id: string }[]) => people.map(({ id }) => id);
const standing = (ids: string[]) =>
  sql<{ banned: boolean; deleted: boolean }>("SELECT banned_at IS NOT NULL AS banned, deleted_at IS NOT NULL AS deleted FROM users WHERE id = ANY($1)", [ids]);

describe("allowed", () => {
  it("does to each what is done to one, each with an audit row of its own", async () => {
    const clerk = await makeClerk();
    const people = await makePeople(3);
    const ids = idsOf(people);
    const session = await makeSession({ ...people[1], id: ids[1] ?? "" });
    const rows = await auditRowsOf(async () => {
      const output = await change(clerk, { action: "ban", ids, reason: "Spam", duration_hours: 2 });
      expect(output).toMatchObject({ action: "ban", succeeded: 3, failed: 0, message: "Done for 3 people." });
      expect(output.results).toMatchObject(ids.map((id, at) => ({ id, success: true, sessions_revoked: at === 1 ? 1 : 0 })));
    });
    expect(rows).toMatchObject(ids.map((id) => ({ action: "user.banned", success: true, actor_id: clerk.user.id, target_user_id: id, metadata: { reason: "Spam" } })));
    expect((await callAs(session).run(checkAuth)).error?.status).toBe(401);
    expect(new Set((rows as { request_id?: string }[]).map(({ request_id: id }) => id)).size).toBe(1);
  });

  it("knows every action, and goes there and back", async () => {
    const clerk = await makeClerk();
    const ids = idsOf(await makePeople(2));
    for (const [action, banned, deleted] of [["ban", true, false], ["unban", false, false], ["revoke_sessions", false, false], ["delete", false, true], ["restore", false, false]] as const) {
      expect(await change(clerk, { action, ids }), action).toMatchObject({ succeeded: 2, failed: 0 });
      expect(await standing(ids), action).toEqual([{ banned, deleted }, { banned, deleted }]);
    }
    expect((await change(clerk, { action: "unban", ids })).results).toMatchObject(ids.map((id) => ({ id, success: true, unchanged: true })));
  });

  it("gives a role, to those who do not hold it yet", async () => {
    const clerk = await makeViewer(["users.assign_role"], { roles: ["manager"] });
    const [one, two] = await Promise.all([makeUser(), makeUser({ roles: ["user"] })]);
    const ids = [one.id, two.id];
    const rows = await auditRowsOf(async () => {
      expect((await change(clerk, { action: "assign_role", ids, role: "user" })).results).toMatchObject([{ id: one.id, success: true }, { id: two.id, success: false, code: "ROLE_ALREADY_HELD" }]);
      expect((await change(clerk, { action: "assign_role", ids, role: "admin" })).results).toMatchObject(ids.map((id) => ({ id, success: false, status: 403 })));
    });
    expect(rows.map(({ action, success }) => [action, success])).toEqual([["rbac.role_assigned", true], ...Array(3).fill(["rbac.role_assigned", false])]);
    expect(await callAs(clerk).refusal(changeManyUsers, { input: { action: "assign_role", ids } })).toMatchObject({ status: 422, details: { fields: { role_id: [expect.any(String)] } } });
  });

  it("asks somebody who is named twice once, and answers in the order given", async () => {
    const [one, two] = idsOf(await makePeople(2));
    const { results } = await change(await makeClerk(), { action: "ban", ids: [two, one, two] });
    expect(idsOf(results)).toEqual([two, one]);
  });
});

describe("row by row", () => {
  it("says of each refusal what the single operation would have said; the others stand", async () => {
    const clerk = await makeClerk();
    const [first, last] = await makePeople(2);
    const higher = await makeUser({ roles: ["auditor"] });
    const theirs = await makeUser({ organization: await makeOrganization() });
    const absent = newId();
    const ids = [first?.id, higher.id, theirs.id, absent, clerk.user.id, last?.id].map(String);
    const rows = await auditRowsOf(async () => {
      const output = await change(clerk, { action: "ban", ids });
      expect(output).toMatchObject({ succeeded: 2, failed: 4, message: "Done for 2 people, refused for 4 people." });
      expect(output.results).toMatchObject([
        { id: ids[0], success: true },
        { id: higher.id, success: false, code: "OUT_OF_REACH", status: 403, message: expect.stringContaining("more than you") },
        { id: theirs.id, success: false, code: "NOT_FOUND", status: 404 },
        { id: absent, success: false, code: "NOT_FOUND", status: 404 },
        { id: clerk.user.id, success: false, code: "CANNOT_BAN_SELF", status: 409 },
        { id: ids[5], success: true },
      ]);
    });
    expect(rows.map(({ target_user_id: id, success, error_code: code }) => [id, success, code])).toEqual([
      [ids[0], true, null], [higher.id, false, "OUT_OF_REACH"], [clerk.user.id, false, "CANNOT_BAN_SELF"], [ids[5], true, null],
    ]);
    expect(await standing([higher.id, theirs.id, clerk.user.id])).toEqual(Array(3).fill({ banned: false, deleted: false }));
  });

  it("a row that fails between its change and its audit row leaves neither, and the next one is tried", async () => {
    const ids = idsOf(await makePeople(2));
    armFailpoints(["user.ban:before-audit"]);
    const clerk = await makeClerk();
    const rows = await auditRowsOf(async () => {
      expect(await change(clerk, { action: "ban", ids })).toMatchObject({ succeeded: 0, failed: 2, results: ids.map((id) => ({ id, code: "INTERNAL_ERROR", status: 500 })) });
    });
    expect(rows).toEqual([]);
    expect(await standing(ids)).toEqual(Array(2).fill({ banned: false, deleted: false }));
  });

  it("of all administrators, the last one stays", async () => {
    const one = await makeViewer(["*"], { reach: "platform" });
    const others = await Promise.all([1, 2].map(() => makeUser({ roles: ["admin"], reach: "platform" })));
    const output = await change(one, { action: "delete", ids: [...idsOf(others), one.user.id] });
    expect(output.results.map(({ code }) => code)).toEqual([undefined, undefined, "CANNOT_DELETE_SELF"]);
  });
});

describe("refused and invalid", () => {
  it("403 once, for an action that needs another permission than the one held", async () => {
    const banner = await makeViewer(["users.ban"]);
    const ids = idsOf(await makePeople(2));
    const rows = await auditRowsOf(async () => {
      for (const action of ["delete", "restore", "revoke_sessions"]) {
        expect(await rowsUnchanged(() => callAs(banner).refusal(changeManyUsers, { input: { action, ids } })), action).toMatchObject({ status: 403, code: "FORBIDDEN" });
      }
    });
    expect(rows.map(({ action }) => action)).toEqual(Array(3).fill("access.denied"));
    expect(await change(banner, { action: "ban", ids })).toMatchObject({ succeeded: 2 });
  });

  it("422 once, for what the action itself would refuse", async () => {
    const clerk = await makeClerk();
    const [id] = idsOf(await makePeople(1));
    for (const input of [{ action: "delete", reason: "x" }, { action: "ban", duration_hours: 1, duration_minutes: 1 }, { action: "revoke_sessions", expires_at: "2099-01-01T00:00:00Z" }]) {
      expect(await rowsUnchanged(() => callAs(clerk).refusal(changeManyUsers, { input: { ...input, ids: [id] } }))).toMatchObject({ status: 422, details: { fields: expect.any(Object) } });
    }
  });

  expectRefused(changeManyUsers, {
    valid: async () => ({ input: { action: "ban", ids: idsOf(await makePeople(1)), reason: "A reason" } }),
    invalid: {
      "an action that there is not": { action: "promote" },
      nobody: { ids: [] },
      "too many": { ids: Array.from({ length: 501 }, () => newId()) },
      "an id that is none": { ids: ["7"] },
    },
  });
});
