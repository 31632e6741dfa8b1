/** Proofs beside the password: a code of the authenticator app, and a passkey. */
import { beforeEach, describe, expect, it } from "vitest";
import { beginPasskeySignIn } from "@/lib/features/passkeys/operations/begin-sign-in";
import { reauthenticate } from "@/lib/features/reauthentication/operations/reauthenticate";
import { showProof } from "@/lib/features/reauthentication/operations/show-proof";
import { makeApp } from "@/tests/factories/make-app";
import { makeViewer, type TestViewer } from "@/tests/factories/make-viewer";
import { BROWSER, registerPasskeyOf } from "@/tests/factories/register-passkey";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { sql } from "@/tests/setup/sql";
import { VirtualAuthenticator } from "@/tests/setup/virtual-authenticator";
import { withEnv } from "@/tests/setup/with-env";

async function withApp(options: Parameters<typeof makeViewer>[1] = {}) {
  const viewer = await makeViewer([], options);
  return { viewer, app: await makeApp(viewer.user) };
}

describe("a code of the authenticator app", () => {
  it("proves it, also for whoever has a password", async () => {
    const { viewer, app } = await withApp();
    expect((await callAs(viewer).output(showProof)).methods).toEqual(["password", "totp"]);
    const rows = await auditRowsOf(async () => {
      expect(await callAs(viewer).output(reauthenticate, { input: { code: app.code() } })).toMatchObject({ method: "totp" });
    });
    expect(rows).toMatchObject([{ action: "user.reauthenticated", success: true, metadata: { method: "totp" } }]);
  });

  it("is good once, of eight parallel uses too", async () => {
    const { viewer, app } = await withApp({ password: null });
    const code = app.code();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => callAs(viewer).run(reauthenticate, { input: { code } })));
    expect(outcomes.filter(({ error }) => error === null)).toHaveLength(1);
    expect(await callAs(viewer).refusal(reauthenticate, { input: { code } })).toMatchObject({ status: 422, code: "PROOF_REFUSED" });
  });

  it("is none of a setup that was not finished", async () => {
    const { viewer, app } = await withApp();
    await sql("UPDATE second_factors SET state = 'pending', confirmed_at = NULL WHERE user_id = $1", [viewer.user.id]);
    expect((await callAs(viewer).output(showProof)).methods).toEqual(["password"]);
    expect(await callAs(viewer).refusal(reauthenticate, { input: { code: app.code() } })).toMatchObject({ code: "PROOF_REFUSED" });
  });
});

describe("a passkey", () => {
  let authenticator: VirtualAuthenticator;
  beforeEach(() => void (authenticator = new VirtualAuthenticator()));
  const asBrowser = (viewer: TestViewer) => callAs(viewer, { deviceCookie: BROWSER });
  const answered = async (viewer: TestViewer) => authenticator.get((await asBrowser(viewer).output(beginPasskeySignIn, { input: {} })).options);

  it("proves it, once for each challenge", async () => {
    const viewer = await makeViewer([], { password: null });
    await registerPasskeyOf(viewer, authenticator);
    expect((await callAs(viewer).output(showProof)).methods).toEqual(["passkey"]);
    await travel(11 * MINUTE);
    const assertion = await answered(viewer);
    expect(await asBrowser(viewer).output(reauthenticate, { input: { assertion } })).toMatchObject({ method: "passkey" });
    expect(await asBrowser(viewer).refusal(reauthenticate, { input: { assertion } })).toMatchObject({ status: 422, code: "PROOF_REFUSED", details: { fields: { assertion: [expect.any(String)] } } });
  });

  it("of somebody else proves nothing", async () => {
    const [owner, viewer] = [await makeViewer(), await makeViewer()];
    await registerPasskeyOf(owner, authenticator);
    const rows = await auditRowsOf(async () => {
      expect(await asBrowser(viewer).refusal(reauthenticate, { input: { assertion: await answered(viewer) } })).toMatchObject({ code: "PROOF_REFUSED" });
    });
    expect(rows).toMatchObject([{ action: "user.reauthenticated", success: false, actor_id: viewer.user.id, metadata: { method: "passkey" } }]);
  });

  it("is not asked for where passkeys are off", async () => {
    const viewer = await makeViewer();
    await registerPasskeyOf(viewer, authenticator);
    await withEnv({ PASSKEYS: "false" }, async () => expect((await callAs(viewer).output(showProof)).methods).toEqual(["password"]));
  });
});
