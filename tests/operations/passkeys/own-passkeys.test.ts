import { describe, expect, it } from "vitest";
import { listPasskeys } from "@/lib/features/passkeys/operations/list-passkeys";
import { removePasskey } from "@/lib/features/passkeys/operations/remove-passkey";
import { renamePasskey } from "@/lib/features/passkeys/operations/rename-passkey";
import { armFailpoints } from "@/lib/failpoint";
import { newId } from "@/lib/ids";
import { makeConnection } from "@/tests/factories/make-connection";
import { makePasskey } from "@/tests/factories/make-passkey";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { expectRefused } from "@/tests/setup/expect-refused";
import { waitingFor } from "@/tests/setup/mailed";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow, sql } from "@/tests/setup/sql";
import { withEnv } from "@/tests/setup/with-env";

const named = (id: string) => ({ params: { id } });

describe("passkey.list", () => {
  it("lists one's own, oldest first, without what identifies the key", async () => {
    const [viewer, other] = [await makeViewer(), await makeViewer()];
    await makePasskey(viewer.user, { name: "First" });
    await makePasskey(viewer.user, { name: "Second" });
    await makePasskey(other.user, { name: "Somebody else's" });
    const { passkeys, count } = await callAs(viewer).output(listPasskeys);
    expect(passkeys.map(({ name }) => name)).toEqual(["First", "Second"]);
    expect(count).toBe(2);
    expect(Object.keys(passkeys[0] ?? {})).toEqual(["id", "name", "created_at", "last_used_at", "is_synced", "is_backed_up", "transports"]);
  });

  it("works where passkeys are off: they can still be removed", () =>
    withEnv({ PASSKEYS: "false" }, async () => expect((await callAs(await makeViewer()).output(listPasskeys)).count).toBe(0)));

  expectRefused(listPasskeys, { valid: () => ({}) });
});

describe("passkey.rename", () => {
  it("changes the name, with one row that says from what to what", async () => {
    const viewer = await makeViewer();
    const { id } = await makePasskey(viewer.user, { name: "Old" });
    const rows = await auditRowsOf(async () => {
      const { passkey } = await callAs(viewer).output(renamePasskey, { ...named(id), input: { name: " New  " } });
      expect(passkey).toMatchObject({ id, name: "New" });
    });
    expect(rows).toMatchObject([{ action: "passkey.renamed", actor_id: viewer.user.id, resource_id: id, changes: { name: { from: "Old", to: "New" } } }]);
    expect(await oneRow("SELECT name FROM passkeys WHERE id = $1", [id])).toEqual({ name: "New" });
  });

  it("404 alike for somebody else's and for one that never was", async () => {
    const viewer = await makeViewer();
    const theirs = await makePasskey((await makeViewer()).user);
    for (const id of [theirs.id, newId()]) {
      const error = await rowsUnchanged(() => callAs(viewer).refusal(renamePasskey, { ...named(id), input: { name: "Mine" } }));
      expect(error).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
  });

  const valid = async () => ({ ...named(newId()), input: { name: "Name" } });
  const own = async () => {
    const viewer = await makeViewer();
    return { viewer, ...(await makePasskey(viewer.user)) };
  };
  it.each([["empty", " "], ["too long", "x".repeat(61)]])("422 for a name that is %s", async (_title, name) => {
    const { viewer, id } = await own();
    expect(await rowsUnchanged(() => callAs(viewer).refusal(renamePasskey, { ...named(id), input: { name } }))).toMatchObject({ status: 422 });
  });

  describe("by nobody", () => {
    it("401", async () => expect(await callAs(null).refusal(renamePasskey, await valid())).toMatchObject({ status: 401 }));
  });
});

describe("passkey.remove", () => {
  it("takes it away, with one row and a mail to the owner", async () => {
    const viewer = await makeViewer();
    const { id } = await makePasskey(viewer.user, { name: "Lost telephone" });
    const rows = await auditRowsOf(async () => expect(await callAs(viewer).output(removePasskey, named(id))).toMatchObject({ success: true, id }));
    expect(rows).toMatchObject([{ action: "passkey.removed", actor_id: viewer.user.id, target_user_id: viewer.user.id, resource_type: "passkey", resource_id: id, metadata: { name: "Lost telephone" } }]);
    expect(await sql("SELECT 1 FROM passkeys WHERE id = $1", [id])).toEqual([]);
    expect(await waitingFor(viewer.user.email)).toMatchObject([{ subject: "A passkey was removed from your account", text: expect.stringContaining("Lost telephone") }]);
  });

  it("keeps the last way in: 409, and nothing changes", async () => {
    const viewer = await makeViewer([], { password: null });
    const { id } = await makePasskey(viewer.user);
    const error = await rowsUnchanged(() => callAs(viewer).refusal(removePasskey, named(id)));
    expect(error).toMatchObject({ status: 409, code: "LAST_WAY_IN" });
    const second = await makePasskey(viewer.user);
    expect(await callAs(viewer).output(removePasskey, named(id))).toMatchObject({ id });
    await makeConnection(viewer.user);
    expect(await callAs(viewer).refusal(removePasskey, named(second.id))).toMatchObject({ code: "LAST_WAY_IN" });
    expect(await withEnv({ AUTH_GOOGLE_ID: "id", AUTH_GOOGLE_SECRET: "secret" }, () => callAs(viewer).output(removePasskey, named(second.id)))).toMatchObject({ id: second.id });
  });

  it("of the last two, removed at once, one stays", async () => {
    const viewer = await makeViewer([], { password: null });
    const passkeys = [await makePasskey(viewer.user), await makePasskey(viewer.user)];
    const outcomes = await Promise.all(passkeys.map(({ id }) => callAs(viewer).run(removePasskey, named(id))));
    expect(outcomes.map(({ error }) => error?.code ?? "gone").sort()).toEqual(["LAST_WAY_IN", "gone"]);
  });

  it("403 where the sign-in is not recent", async () => {
    const viewer = await makeViewer();
    const { id } = await makePasskey(viewer.user);
    await travel(11 * MINUTE);
    expect(await rowsUnchanged(() => callAs(viewer).refusal(removePasskey, named(id)))).toMatchObject({ status: 403, code: "REAUTH_REQUIRED" });
  });

  it("404 alike for somebody else's and for one that is gone", async () => {
    const viewer = await makeViewer();
    const theirs = await makePasskey((await makeViewer()).user);
    for (const id of [theirs.id, newId()]) expect(await rowsUnchanged(() => callAs(viewer).refusal(removePasskey, named(id)))).toMatchObject({ status: 404 });
  });

  it("leaves the passkey when it fails before the commit", async () => {
    const viewer = await makeViewer();
    const { id } = await makePasskey(viewer.user);
    armFailpoints(["passkey.remove:before-commit"]);
    await rowsUnchanged(() => expect(callAs(viewer).run(removePasskey, named(id))).rejects.toThrow("failpoint"));
  });

  expectRefused(removePasskey, { valid: () => named(newId()) });
});
