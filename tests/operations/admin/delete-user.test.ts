import { describe, expect, it } from "vitest";
import { createUser } from "@/lib/features/admin/operations/create-user";
import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { getUser } from "@/lib/features/admin/operations/get-user";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { freshDatabase } from "../../setup/fresh-database";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const makeAdmin = () => makeViewer(["*"], { reach: "platform" });

describe("allowed", () => {
  it("hides and anonymises, ends the sessions, and frees address and username", async () => {
    const admin = await makeAdmin();
    const user = await makeUser({ firstName: "Ada", lastName: "Byron", roles: ["manager"] });
    const session = await makeSession(user);
    const rows = await auditRowsOf(async () => {
      const output = await callAs(admin).output(deleteUser, { params: { id: user.id } });
      expect(output).toMatchObject({ user_id: user.id, hard_delete: false, sessions_revoked: 1 });
    });
    expect(rows).toMatchObject([{ action: "user.soft_deleted", success: true, target_user_id: user.id, identifier: user.email, metadata: { hard_delete: false, sessions_revoked: 1 } }]);
    expect((await callAs(session).run(checkAuth)).error?.status).toBe(401);
    expect(await callAs(admin).output(getUser, { params: { id: user.id } })).toMatchObject({
      email: `deleted_${user.id}@deactivated.local`, full_name: "Deleted User", is_active: false, status: "inactive", roles: [],
    });
    expect(await oneRow("SELECT password_hash, username FROM users WHERE id = $1", [user.id])).toEqual({ password_hash: null, username: `deleted_${user.id}` });
    const heir = await callAs(admin).output(createUser, { input: { email: user.email, username: user.username } });
    expect(heir.user.email).toBe(user.email);
  });

  it("erases with ?hard=true, also what was hidden before; the trail stays", async () => {
    const admin = await makeAdmin();
    const user = await makeUser();
    await makeSession(user);
    await callAs(admin).output(deleteUser, { params: { id: user.id } });
    const rows = await auditRowsOf(() => callAs(admin).output(deleteUser, { params: { id: user.id }, query: { hard: "true" } }));
    expect(rows).toMatchObject([{ action: "user.hard_deleted", success: true, target_user_id: user.id }]);
    expect(await sql("SELECT 1 FROM users WHERE id = $1", [user.id])).toEqual([]);
    expect(await sql("SELECT 1 FROM sessions WHERE user_id = $1", [user.id])).toEqual([]);
    expect(await sql("SELECT action FROM audit_events WHERE target_user_id = $1 ORDER BY id", [user.id])).toEqual([{ action: "user.soft_deleted" }, { action: "user.hard_deleted" }]);
  });
});

describe("conflict and not found", () => {
  it("409 for oneself, 403 for whoever holds more", async () => {
    const admin = await makeAdmin();
    const clerk = await makeViewer(["users.delete"]);
    const own = await rowsUnchanged(() => callAs(admin).refusal(deleteUser, { params: { id: admin.user.id } }));
    expect(own).toMatchObject({ status: 409, code: "CANNOT_DELETE_SELF" });
    const higher = await makeUser({ roles: ["auditor"] });
    expect(await rowsUnchanged(() => callAs(clerk).refusal(deleteUser, { params: { id: higher.id } }))).toMatchObject({ status: 403, code: "OUT_OF_REACH" });
  });

  it("of two administrators who delete each other at once, one stays", async () => {
    for (const hard of ["false", "true"]) {
      await freshDatabase();
      const [one, two] = [await makeAdmin(), await makeAdmin()];
      const outcomes = await Promise.all([
        callAs(one).run(deleteUser, { params: { id: two.user.id }, query: { hard } }),
        callAs(two).run(deleteUser, { params: { id: one.user.id }, query: { hard } }),
      ]);
      expect(outcomes.filter(({ error }) => error === null)).toHaveLength(1);
      expect(await oneRow("SELECT count(*)::int AS count FROM users WHERE deleted_at IS NULL")).toEqual({ count: 1 });
    }
  });

  it("404 for somebody of another organization, for nobody, and for whoever is hidden already", async () => {
    const clerk = await makeViewer(["users.delete"]);
    const other = await makeUser({ organization: await makeOrganization() });
    const gone = await makeUser({ deleted: true });
    for (const id of [other.id, gone.id, newId()]) {
      expect(await rowsUnchanged(() => callAs(clerk).refusal(deleteUser, { params: { id } }))).toMatchObject({ status: 404 });
    }
    const mine = await makeUser();
    expect(await callAs(clerk).output(deleteUser, { params: { id: mine.id } })).toMatchObject({ user_id: mine.id });
  });
});

describe("refused and invalid", () => {
  expectRefused(deleteUser, {
    valid: async () => ({ params: { id: (await makeUser()).id } }),
    invalidQuery: { "a hardness that is none": { hard: "very" } },
  });
});
