import { describe, expect, it } from "vitest";
import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { restoreUser } from "@/lib/features/admin/operations/restore-user";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { joinOrganization, makeUser, type UserOptions } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const makeClerk = () => makeViewer(["users.delete"]);

async function makeDeleted(options: UserOptions = {}) {
  const user = await makeUser(options);
  await callAs(await makeViewer(["*"], { reach: "platform" })).output(deleteUser, { params: { id: user.id } });
  return user;
}

const restore = (viewer: TestViewer, id: string, input: Record<string, unknown> = {}) => callAs(viewer).output(restoreUser, { params: { id }, input });
const refusal = (viewer: TestViewer, id: string, input: Record<string, unknown> = {}) =>
  rowsUnchanged(() => callAs(viewer).refusal(restoreUser, { params: { id }, input }));

describe("allowed", () => {
  it("opens the account under the address it had, with the usual role, unproved and without a password", async () => {
    const clerk = await makeClerk();
    const gone = await makeDeleted({ firstName: "Ada", roles: ["manager"] });
    const rows = await auditRowsOf(async () => {
      const { user } = await restore(clerk, gone.id);
      expect(user).toMatchObject({ id: gone.id, email: gone.email, full_name: null, status: "unverified", is_active: true, deleted_at: null, roles: ["user"], has_password: false });
      expect(user.held_roles).toMatchObject([{ organization_id: gone.organizationId }]);
    });
    expect(rows).toMatchObject([{ action: "user.restored", success: true, actor_id: clerk.user.id, target_user_id: gone.id, identifier: gone.email, organization_id: gone.organizationId }]);
    const { users } = await callAs(await makeViewer(["users.view"])).output(listUsers, { query: { q: gone.email } });
    expect(users.map(({ id }) => id)).toEqual([gone.id]);
  });

  it("takes another address, a username and the word that it is proved", async () => {
    const gone = await makeDeleted();
    const email = `back-${newId()}@example.com`;
    const username = `back-${newId().slice(-12)}`;
    const everywhere = await makeViewer(["users.delete"], { reach: "platform" });
    expect((await restore(everywhere, gone.id, { email, username, is_verified: true })).user).toMatchObject({ email, username, status: "active" });
    expect((await restore(await makeClerk(), (await makeDeleted()).id, { email: `b-${email}`, is_verified: true })).user).toMatchObject({ status: "unverified" });
  });
});

describe("conflict and not found", () => {
  it("409 where the account is not deleted, or what it had is somebody else's by now", async () => {
    const clerk = await makeClerk();
    expect(await refusal(clerk, (await makeUser()).id)).toMatchObject({ status: 409, code: "NOT_DELETED" });
    const gone = await makeDeleted();
    const heir = await makeUser({ email: gone.email });
    expect(await refusal(clerk, gone.id)).toMatchObject({ status: 409, code: "EMAIL_TAKEN" });
    expect(await refusal(clerk, gone.id, { email: `free-${newId()}@example.com`, username: heir.username })).toMatchObject({ status: 409, code: "USERNAME_TAKEN" });
  });

  it("409 where the address was erased from the trail; then it must be given", async () => {
    const clerk = await makeClerk();
    const gone = await makeDeleted();
    await sql("UPDATE audit_personal SET identifier = NULL WHERE event_id IN (SELECT id FROM audit_events WHERE target_user_id = $1)", [gone.id]);
    expect(await refusal(clerk, gone.id)).toMatchObject({ status: 409, code: "ADDRESS_ERASED" });
    expect((await restore(clerk, gone.id, { email: gone.email })).user.email).toBe(gone.email);
  });

  it("of two who restore at once, one does", async () => {
    const clerk = await makeClerk();
    const gone = await makeDeleted();
    const outcomes = await Promise.all([1, 2].map(() => callAs(clerk).run(restoreUser, { params: { id: gone.id }, input: {} })));
    expect(outcomes.map(({ error }) => error?.status ?? 200).sort()).toEqual([200, 409]);
  });

  it("404 for another organization's people, 403 for a member of two", async () => {
    const clerk = await makeClerk();
    const theirs = await makeDeleted({ organization: await makeOrganization() });
    expect(await refusal(clerk, theirs.id)).toMatchObject({ status: 404 });
    const shared = await makeDeleted();
    await joinOrganization(shared.id, (await makeOrganization()).id);
    expect(await refusal(clerk, shared.id)).toMatchObject({ status: 403, code: "OUT_OF_REACH" });
  });
});

describe("refused and invalid", () => {
  expectRefused(restoreUser, {
    valid: async () => ({ params: { id: (await makeDeleted()).id }, input: { email: `back-${newId()}@example.com`, username: `b${newId().slice(-12)}`, is_verified: false } }),
    invalid: { "an address that is none": { email: "nobody" }, "a username without end": { username: "x".repeat(81) } },
  });
});
