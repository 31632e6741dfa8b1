import { describe, expect, it } from "vitest";
import { updateUser } from "@/lib/features/admin/operations/update-user";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { makeSession } from "../../factories/make-session";
import { joinOrganization, makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const makeEditor = () => makeViewer(["users.edit"]);
const address = () => `edited-${newId()}@example.com`;
const edit = (viewer: TestViewer, id: string, input: Record<string, unknown>) => callAs(viewer).output(updateUser, { params: { id }, input });
const refusal = (viewer: TestViewer, id: string, input: Record<string, unknown>) => rowsUnchanged(() => callAs(viewer).refusal(updateUser, { params: { id }, input }));

describe("allowed", () => {
  it("changes what is given and nothing else, with one audit row of what was and is", async () => {
    const editor = await makeEditor();
    const user = await makeUser({ firstName: "Ada", lastName: "Byron" });
    const rows = await auditRowsOf(async () => {
      const { user: after, changed } = await edit(editor, user.id, { last_name: "Lovelace", phone_number: "+44 20 7946 0000", first_name: "Ada" });
      expect(after).toMatchObject({ id: user.id, email: user.email, full_name: "Ada Lovelace", phone_number: "+44 20 7946 0000", is_verified: true });
      expect(changed.sort()).toEqual(["last_name", "phone_number"]);
    });
    expect(rows).toMatchObject([
      {
        action: "user.admin_updated", success: true, actor_id: editor.user.id, target_user_id: user.id, resource_type: "user", organization_id: user.organizationId,
        changes: { last_name: { from: "Byron", to: "Lovelace" }, phone_number: { from: null, to: "+44 20 7946 0000" } }, identifier: null,
      },
    ]);
  });

  it("empties what is sent as null or as an empty text", async () => {
    const user = await makeUser({ firstName: "Ada", lastName: "Byron" });
    expect((await edit(await makeEditor(), user.id, { first_name: "", last_name: null })).user).toMatchObject({ first_name: null, last_name: null, full_name: null });
  });

  it("takes a new address as one that nobody has proved, drops what was sent to the old one, and keeps both out of the trail's own columns", async () => {
    const editor = await makeEditor();
    const user = await makeUser();
    await sql(
      `INSERT INTO one_time_tokens (id, user_id, purpose, address, token_hash, expires_at, created_at)
       VALUES ($1, $2, 'reset', $3, sha256(random()::text::bytea), app_now() + interval '1 hour', app_now())`,
      [newId(), user.id, user.email],
    );
    const email = address();
    const rows = await auditRowsOf(async () => {
      expect((await edit(editor, user.id, { email: ` ${email.toUpperCase()}` })).user).toMatchObject({ email, is_verified: false, status: "unverified" });
    });
    expect(rows).toMatchObject([{ action: "user.admin_updated", identifier: user.email, metadata: { fields: expect.arrayContaining(["email", "is_verified"]) } }]);
    expect(JSON.stringify(rows[0]?.changes)).not.toContain("@");
    expect(await sql("SELECT purpose, address FROM one_time_tokens WHERE user_id = $1", [user.id])).toEqual([{ purpose: "email_verification", address: email }]);
    expect((await edit(editor, user.id, { email: address(), is_verified: true })).user).toMatchObject({ is_verified: false, status: "unverified" });
    const everywhere = await makeViewer(["users.edit"], { reach: "platform" });
    expect((await edit(everywhere, user.id, { email: address(), is_verified: true })).user).toMatchObject({ is_verified: true, status: "active" });
    // Nor does a proof go over to another address.
    expect((await edit(editor, user.id, { email: address(), is_verified: true })).user).toMatchObject({ is_verified: false });
    expect((await edit(editor, user.id, { is_verified: true })).user).toMatchObject({ is_verified: false });
  });

  it("shuts an account, which ends its sessions, and opens it again", async () => {
    const editor = await makeEditor();
    const user = await makeUser();
    const session = await makeSession(user);
    expect(await edit(editor, user.id, { is_active: false })).toMatchObject({ sessions_revoked: 1, user: { status: "inactive", is_active: false } });
    expect((await callAs(session).run(checkAuth)).error?.status).toBe(401);
    expect(await edit(editor, user.id, { is_active: true })).toMatchObject({ sessions_revoked: 0, user: { status: "active" } });
  });

  it("says so where nothing was different", async () => {
    const user = await makeUser();
    const before = await oneRow("SELECT updated_at FROM users WHERE id = $1", [user.id]);
    expect(await edit(await makeEditor(), user.id, { username: user.username, is_verified: true })).toMatchObject({ changed: [], message: "Nothing was different." });
    expect(await oneRow("SELECT updated_at FROM users WHERE id = $1", [user.id])).toEqual(before);
  });

  it("lets people change their own names here, but neither address nor standing", async () => {
    const editor = await makeEditor();
    expect((await edit(editor, editor.user.id, { first_name: "Me", is_active: true })).changed).toEqual(["first_name"]);
    for (const input of [{ email: address() }, { is_active: false }, { is_verified: false }]) {
      expect(await refusal(editor, editor.user.id, input)).toMatchObject({ status: 409, code: "CANNOT_CHANGE_SELF" });
    }
  });
});

describe("conflict", () => {
  it("409 for an address or a username that is taken, in any case, also at once", async () => {
    const editor = await makeEditor();
    const [user, other] = [await makeUser(), await makeUser()];
    expect(await refusal(editor, user.id, { email: other.email.toUpperCase() })).toMatchObject({ status: 409, code: "EMAIL_TAKEN", details: { fields: { email: [expect.any(String)] } } });
    expect(await refusal(editor, user.id, { username: other.username.toUpperCase() })).toMatchObject({ status: 409, code: "USERNAME_TAKEN" });
    const email = address();
    const outcomes = await Promise.all([user, other, await makeUser()].map(({ id }) => callAs(editor).run(updateUser, { params: { id }, input: { email } })));
    expect(outcomes.map(({ error }) => error?.status ?? 200).sort()).toEqual([200, 409, 409]);
  });

  it("409 for the last administrator who would be shut out", async () => {
    const admin = await makeUser({ roles: ["admin"], reach: "platform" });
    const second = await makeViewer(["*"], { reach: "platform" });
    await edit(second, admin.id, { is_active: false });
    await edit(second, admin.id, { is_active: true });
    await sql("UPDATE users SET is_active = false WHERE id IN (SELECT user_id FROM role_assignments WHERE organization_id IS NULL) AND id NOT IN ($1, $2)", [admin.id, second.user.id]);
    await sql("UPDATE role_assignments SET expires_at = app_now() + interval '1 day' WHERE user_id = $1", [second.user.id]);
    expect(await refusal(second, admin.id, { is_active: false })).toMatchObject({ status: 409, code: "LAST_ADMIN" });
  });
});

describe("refused", () => {
  it("403 for whoever holds more, and for a member of an organization that is not one's own", async () => {
    const editor = await makeEditor();
    const higher = await makeUser({ roles: ["auditor"] });
    const shared = await makeUser();
    await joinOrganization(shared.id, (await makeOrganization()).id);
    for (const { id } of [higher, shared]) {
      const rows = await auditRowsOf(async () => expect(await refusal(editor, id, { email: address() })).toMatchObject({ status: 403, code: "OUT_OF_REACH" }));
      expect(rows).toMatchObject([{ action: "user.admin_updated", success: false, error_code: "OUT_OF_REACH", target_user_id: id }]);
    }
  });

  it("404 for somebody of another organization, for the deleted and for nobody", async () => {
    const editor = await makeEditor();
    const others = [await makeUser({ organization: await makeOrganization() }), await makeUser({ deleted: true }), { id: newId() }];
    for (const { id } of others) expect(await refusal(editor, id, { first_name: "X" })).toMatchObject({ status: 404 });
  });

  expectRefused(updateUser, {
    valid: async () => ({ params: { id: (await makeUser()).id }, input: { email: address(), username: `u${newId().slice(-12)}`, first_name: "Ada", last_name: "Byron", phone_number: "0123 456 7890", is_active: true, is_verified: true } }),
    invalid: {
      "an address that is none": { email: "nobody" },
      "no address at all": { email: null },
      "a deleted account's address": { email: `deleted_${newId()}@deactivated.local` },
      "a username with spaces": { username: "two words" },
      "a phone number that is none": { phone_number: "call me" },
      "a standing in words": { is_active: "yes" },
      "a password": { password: "Nobody guesses this 7" },
      "a role": { role: "admin" },
    },
  });
});
