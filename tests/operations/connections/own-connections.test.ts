import { describe, expect, it } from "vitest";
import { armFailpoints } from "@/lib/failpoint";
import { listConnections } from "@/lib/features/connections/operations/list-connections";
import { removeConnection } from "@/lib/features/connections/operations/remove-connection";
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
import { sql } from "@/tests/setup/sql";
import { withEnv } from "@/tests/setup/with-env";

const named = (id: string) => ({ params: { id } });
const CONFIGURED = { AUTH_GOOGLE_ID: "id", AUTH_GOOGLE_SECRET: "secret", AUTH_MICROSOFT_ENTRA_ID_ID: "id", AUTH_MICROSOFT_ENTRA_ID_SECRET: "secret" };
const left = async (userId: string) => (await sql("SELECT id FROM accounts WHERE user_id = $1", [userId])).length;

describe("connection.list", () => {
  it("lists one's own, oldest first, without tokens or the provider's name for the person", async () => {
    const [viewer, other] = [await makeViewer(), await makeViewer()];
    await makeConnection(viewer.user, { provider: "google", email: "grace@example.com" });
    await makeConnection(viewer.user, { provider: "microsoft" });
    await makeConnection(other.user);
    const { connections } = await callAs(viewer).output(listConnections);
    expect(connections.map(({ provider, email }) => [provider, email])).toEqual([["google", "grace@example.com"], ["microsoft", null]]);
    expect(Object.keys(connections[0] ?? {}).sort()).toEqual(["created_at", "email", "id", "provider"]);
  });

  expectRefused(listConnections, { valid: () => ({}) });
});

describe("connection.remove", () => {
  it("takes the connection away, with one row that names the provider", async () => {
    const viewer = await makeViewer();
    const { id } = await makeConnection(viewer.user);
    const rows = await auditRowsOf(async () => expect(await callAs(viewer).output(removeConnection, named(id))).toMatchObject({ id, success: true }));
    expect(rows).toMatchObject([{ action: "connection.removed", actor_id: viewer.user.id, target_user_id: viewer.user.id, resource_id: id, success: true, metadata: { provider: "google" } }]);
    expect(await left(viewer.user.id)).toBe(0);
  });

  it("tells the owner by mail @asvs V6.3.7", async () => {
    const viewer = await makeViewer();
    const { id } = await makeConnection(viewer.user);
    await callAs(viewer).output(removeConnection, named(id));
    const mails = await waitingFor(viewer.user.email);
    expect(mails).toMatchObject([{ kind: "email", subject: "A provider was disconnected from your account", text: expect.stringMatching(/google[\s\S]*Firefox on Linux/i) }]);
  });

  it("404 alike for somebody else's and for one that never was", async () => {
    const viewer = await makeViewer();
    const theirs = await makeConnection((await makeViewer()).user);
    for (const id of [theirs.id, newId()]) expect(await rowsUnchanged(() => callAs(viewer).refusal(removeConnection, named(id)))).toMatchObject({ status: 404, code: "NOT_FOUND" });
  });

  it("409 for the last way in, also where two are taken away at once; a passkey or another provider is a way", () => withEnv(CONFIGURED, async () => {
    const viewer = await makeViewer([], { password: null });
    const [first, second] = [await makeConnection(viewer.user), await makeConnection(viewer.user, { provider: "microsoft" })];
    const outcomes = await Promise.all([first, second].map(({ id }) => callAs(viewer).run(removeConnection, named(id))));
    expect(outcomes.map(({ error }) => error?.code).sort()).toEqual(["LAST_WAY_IN", undefined]);
    expect(await left(viewer.user.id)).toBe(1);
    const [last] = await sql<{ id: string }>("SELECT id FROM accounts WHERE user_id = $1", [viewer.user.id]);
    const refused = await auditRowsOf(() => rowsUnchanged(() => callAs(viewer).refusal(removeConnection, named(last?.id ?? ""))));
    expect(refused).toMatchObject([{ action: "connection.removed", success: false, error_code: "LAST_WAY_IN" }]);
    await makePasskey(viewer.user);
    await callAs(viewer).output(removeConnection, named(last?.id ?? ""));
    expect(await left(viewer.user.id)).toBe(0);
  }));

  it.each<[string, Record<string, string | undefined>]>([
    ["a provider that is not configured any more", { ...CONFIGURED, AUTH_MICROSOFT_ENTRA_ID_ID: undefined, AUTH_MICROSOFT_ENTRA_ID_SECRET: undefined }],
    ["a passkey where none is offered", { ...CONFIGURED, PASSKEYS: "false" }],
    ["a passkey where browsers ask for none", { ...CONFIGURED, APP_URL: "https://203.0.113.7" }],
  ])("409 where nothing but %s would be left", (other, env) => withEnv(env, async () => {
    const viewer = await makeViewer([], { password: null });
    const { id } = await makeConnection(viewer.user);
    await (other.startsWith("a provider") ? makeConnection(viewer.user, { provider: "microsoft" }) : makePasskey(viewer.user));
    expect(await callAs(viewer).refusal(removeConnection, named(id))).toMatchObject({ status: 409, code: "LAST_WAY_IN" });
  }));

  it("asks who is there where the sign-in is a while ago @asvs V7.5.1", async () => {
    const viewer = await makeViewer();
    const { id } = await makeConnection(viewer.user);
    await travel(11 * MINUTE);
    expect(await rowsUnchanged(() => callAs(viewer).refusal(removeConnection, named(id)))).toMatchObject({ status: 403, code: "REAUTH_REQUIRED" });
  });

  it("takes back the change with its audit row and its mail", async () => {
    const viewer = await makeViewer();
    const { id } = await makeConnection(viewer.user);
    armFailpoints(["connection.remove:before-commit"]);
    await expect(callAs(viewer).run(removeConnection, named(id))).rejects.toThrow();
    expect(await left(viewer.user.id)).toBe(1);
    expect(await waitingFor(viewer.user.email)).toEqual([]);
  });

  expectRefused(removeConnection, { valid: () => named(newId()) });
});
