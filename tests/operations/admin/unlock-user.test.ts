import { describe, expect, it } from "vitest";
import { getUser } from "@/lib/features/admin/operations/get-user";
import { requirePasswordChange } from "@/lib/features/admin/operations/require-password-change";
import { unlockUser } from "@/lib/features/admin/operations/unlock-user";
import { accountCounter } from "@/lib/features/auth/login-budget";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { login } from "@/lib/features/auth/operations/login";
import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const makeEditor = () => makeViewer(["users.edit", "users.view"]);
const valid = async () => ({ params: { id: (await makeUser()).id }, input: {} });

async function outOfReach(operation: typeof unlockUser | typeof requirePasswordChange) {
  const editor = await makeEditor();
  const refusal = (id: string) => rowsUnchanged(() => callAs(editor).refusal(operation, { params: { id }, input: {} }));
  expect(await refusal((await makeUser({ roles: ["auditor"] })).id)).toMatchObject({ status: 403, code: "OUT_OF_REACH" });
  for (const id of [newId(), (await makeUser({ deleted: true })).id, (await makeUser({ organization: await makeOrganization() })).id]) {
    expect(await refusal(id)).toMatchObject({ status: 404 });
  }
}

describe("unlocking", () => {
  it("forgets the failures of an account: the next right password is looked at", async () => {
    const editor = await makeEditor();
    const user = await makeUser();
    const signIn = (password: string) => callAs(null).run(login, { input: { identifier: user.email, password } });
    const { points } = accountCounter(user.id, null);
    for (let n = 0; n < points; n += 1) expect((await signIn("not the password")).error?.status).toBe(401);
    expect((await signIn(user.password)).error?.status).toBe(429);
    expect((await callAs(editor).output(getUser, { params: { id: user.id } })).locked_until).toEqual(expect.any(String));

    const rows = await auditRowsOf(() => callAs(editor).output(unlockUser, { params: { id: user.id }, input: {} }));
    expect(rows).toMatchObject([{ action: "user.unlocked", success: true, actor_id: editor.user.id, target_user_id: user.id, metadata: null }]);
    expect((await callAs(editor).output(getUser, { params: { id: user.id } })).locked_until).toBeNull();
    expect((await signIn(user.password)).error).toBeNull();
  });

  it("forgets those of their known devices too, and nobody else's", async () => {
    const [user, other] = [await makeUser(), await makeUser()];
    const deviceId = newId();
    await sql("INSERT INTO known_devices (id, user_id, device_hash, device_name, first_seen_at, last_seen_at) VALUES ($1, $2, '\\x00', 'Test', app_now(), app_now())", [deviceId, user.id]);
    const keys = [accountCounter(user.id, deviceId).key, accountCounter(other.id, null).key];
    await sql("INSERT INTO rate_limits (key, points, expires_at) SELECT key, 10, app_now() + interval '1 hour' FROM unnest($1::text[]) key", [keys]);
    expect((await callAs(await makeEditor()).output(unlockUser, { params: { id: user.id }, input: {} })).unchanged).toBeUndefined();
    expect(await sql("SELECT key FROM rate_limits WHERE key = ANY($1)", [keys])).toEqual([{ key: keys[1] }]);
  });

  it("says so where there was nothing to forget", async () => {
    const rows = await auditRowsOf(async () => expect(await callAs(await makeEditor()).output(unlockUser, await valid())).toMatchObject({ unchanged: true }));
    expect(rows).toMatchObject([{ action: "user.unlocked", metadata: { unchanged: true } }]);
  });

  it("is for people within reach", () => outOfReach(unlockUser));
  expectRefused(unlockUser, { valid });
});

describe("asking for a new password", () => {
  it("holds up sessions that are open at their next request, and those to come", async () => {
    const editor = await makeEditor();
    const user = await makeUser();
    const session = await makeSession(user);
    const rows = await auditRowsOf(() => callAs(editor).output(requirePasswordChange, { params: { id: user.id }, input: {} }));
    expect(rows).toMatchObject([{ action: "user.password_change_required", success: true, actor_id: editor.user.id, target_user_id: user.id }]);
    expect(await callAs(session).refusal(updateProfile, { input: { first_name: "Ada" } })).toMatchObject({ status: 403, code: "PASSWORD_CHANGE_REQUIRED" });
    expect((await callAs(session).run(checkAuth)).error?.status ?? 200).not.toBe(401);
    expect(await callAs(editor).output(requirePasswordChange, { params: { id: user.id }, input: {} })).toMatchObject({ unchanged: true });
  });

  it("409 for an account that has no password", async () => {
    const { id } = await makeUser({ password: null });
    const editor = await makeEditor();
    const error = await rowsUnchanged(() => callAs(editor).refusal(requirePasswordChange, { params: { id }, input: {} }));
    expect(error).toMatchObject({ status: 409, code: "NO_PASSWORD" });
  });

  it("is for people within reach", () => outOfReach(requirePasswordChange));
  expectRefused(requirePasswordChange, { valid });
});
