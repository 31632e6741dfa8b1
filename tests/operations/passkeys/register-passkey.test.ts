import { describe, expect, it } from "vitest";
import * as optionsRoute from "@/app/api/auth/passkeys/options/route";
import * as route from "@/app/api/auth/passkeys/route";
import { armFailpoints } from "@/lib/failpoint";
import { beginRegistration } from "@/lib/features/passkeys/operations/begin-registration";
import { beginPasskeySignIn } from "@/lib/features/passkeys/operations/begin-sign-in";
import { registerPasskey } from "@/lib/features/passkeys/operations/register-passkey";
import { PASSKEYS_MAX } from "@/lib/features/passkeys/repo";
import { arePasskeysOffered } from "@/lib/session/passkeys-offered";
import { makePasskey } from "@/tests/factories/make-passkey";
import { makeViewer, type TestViewer } from "@/tests/factories/make-viewer";
import { BROWSER, registerPasskeyOf } from "@/tests/factories/register-passkey";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { waitingFor } from "@/tests/setup/mailed";
import { rowsUnchanged, TRAIL_AND_TOKENS } from "@/tests/setup/rows-unchanged";
import { oneRow, sql } from "@/tests/setup/sql";
import { type Forged, VirtualAuthenticator } from "@/tests/setup/virtual-authenticator";
import { withEnv } from "@/tests/setup/with-env";

const asOf = (viewer: TestViewer, deviceCookie: string | null = BROWSER) => callAs(viewer, { deviceCookie });
const begin = async (viewer: TestViewer) => (await asOf(viewer).output(beginRegistration, { input: {} })).options;

describe("passkey.begin-registration", () => {
  it("asks for a discoverable passkey of this site for this account, and none that it has", async () => {
    const viewer = await makeViewer([], { firstName: "Ada", lastName: "Lovelace" });
    const authenticator = new VirtualAuthenticator();
    await registerPasskeyOf(viewer, authenticator);
    expect(await begin(viewer)).toEqual({
      rp: { id: "localhost", name: "Gatehouse" },
      user: { id: Buffer.from(viewer.user.id).toString("base64url"), name: viewer.user.email, displayName: "Ada Lovelace" },
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ alg, type: "public-key" })),
      timeout: 300_000,
      excludeCredentials: [{ id: authenticator.credentialId.toString("base64url"), type: "public-key", transports: ["internal"] }],
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "preferred" },
      attestation: "none",
    });
  });

  it("gives a browser without one the cookie that binds the challenge, and leaves another's as it is", async () => {
    const viewer = await makeViewer();
    const fresh = await http(optionsRoute, { body: {}, browser: true, cookies: { access_token: viewer.accessToken } });
    expect(fresh.cookies.device_id?.line).toContain("HttpOnly");
    const known = await http(optionsRoute, { body: {}, browser: true, cookies: { access_token: viewer.accessToken, device_id: BROWSER } });
    expect(known.cookies.device_id?.value).toBe(BROWSER);
  });

  it("403 where the sign-in is not recent, 404 where passkeys are off", async () => {
    const viewer = await makeViewer();
    await withEnv({ PASSKEYS: "false" }, async () => expect(await asOf(viewer).refusal(beginRegistration, { input: {} })).toMatchObject({ status: 404 }));
    await travel(11 * MINUTE);
    expect(await asOf(viewer).refusal(beginRegistration, { input: {} })).toMatchObject({ status: 403, code: "REAUTH_REQUIRED" });
  });

  it.each([
    ["https://gatehouse.example", true],
    ["http://localhost:3000", true],
    ["http://gatehouse.example", false],
    ["http://127.0.0.1:3000", false],
    ["https://203.0.113.7", false],
    ["https://[::1]:3000", false],
  ])("is offered where browsers allow it: %s %s", (url, isOffered) =>
    withEnv({ APP_URL: url }, async () => expect(arePasskeysOffered()).toBe(isOffered)),
  );

  expectRefused(beginRegistration, { valid: () => ({ input: {} }) });
});

describe("passkey.register", () => {
  it("keeps what the device made, by the name it was given or that of its keeper", async () => {
    const viewer = await makeViewer();
    const authenticator = new VirtualAuthenticator({ isSynced: false });
    const options = await begin(viewer);
    const { passkey } = await asOf(viewer).output(registerPasskey, { input: { attestation: authenticator.create(options), name: "  Work laptop " } });
    expect(passkey).toEqual({ id: expect.any(String), name: "Work laptop", created_at: expect.stringMatching(/Z$/), last_used_at: null, is_synced: false, is_backed_up: false, transports: ["internal"] });
    const row = await oneRow("SELECT user_id, credential_id, counter::int, backup_eligible FROM passkeys WHERE id = $1", [passkey.id]);
    expect(row).toEqual({ user_id: viewer.user.id, credential_id: authenticator.credentialId, counter: 0, backup_eligible: false });
    const unnamed = await asOf(viewer).output(registerPasskey, { input: { attestation: new VirtualAuthenticator().create(await begin(viewer)), name: "" } });
    expect(unnamed.passkey).toMatchObject({ name: "Firefox on Linux", is_synced: true });
  });

  it("answers 201, and tells the owner by mail", async () => {
    const viewer = await makeViewer();
    const cookies = { access_token: viewer.accessToken, device_id: BROWSER };
    const { body } = await http(optionsRoute, { body: {}, browser: true, cookies });
    const answer = await http(route, { body: { attestation: new VirtualAuthenticator().create(body.options), name: "Telephone" }, browser: true, cookies });
    expect(answer).toMatchObject({ status: 201, body: { success: true, passkey: { name: "Telephone" } } });
    expect(await waitingFor(viewer.user.email)).toMatchObject([{ subject: "A passkey was added to your account", text: expect.stringContaining("Telephone") }]);
  });

  it("writes one row that names the passkey", async () => {
    const viewer = await makeViewer();
    const attestation = new VirtualAuthenticator().create(await begin(viewer));
    const rows = await auditRowsOf(() => asOf(viewer).output(registerPasskey, { input: { attestation, name: "Key" } }));
    expect(rows).toMatchObject([{ action: "passkey.added", actor_id: viewer.user.id, target_user_id: viewer.user.id, resource_type: "passkey", success: true, metadata: { name: "Key", is_synced: true } }]);
  });

  const forgeries: Record<string, Forged & { format?: "packed" }> = {
    "another origin": { origin: "https://gatehouse.example" },
    "the same host on another port": { origin: "http://localhost:3001" },
    "another relying party": { rpId: "gatehouse.example" },
    "an answer to a sign-in": { type: "webauthn.get" },
    "nobody present": { isPresent: false },
    "certificates, which are not asked for": { format: "packed" },
  };
  it.each(Object.entries(forgeries))("422 for %s, recorded", async (_title, forged) => {
    const viewer = await makeViewer();
    const attestation = new VirtualAuthenticator().create(await begin(viewer), forged);
    const rows = await auditRowsOf(async () => {
      const error = await rowsUnchanged(() => asOf(viewer).refusal(registerPasskey, { input: { attestation } }), TRAIL_AND_TOKENS);
      expect(error).toMatchObject({ status: 422, code: "ATTESTATION_REFUSED" });
    });
    expect(rows).toMatchObject([{ action: "passkey.added", success: false, error_code: "ATTESTATION_REFUSED", actor_id: viewer.user.id }]);
  });

  it("422 for what was cut short or is another credential's", async () => {
    const viewer = await makeViewer();
    const whole = new VirtualAuthenticator().create(await begin(viewer));
    const cut = { ...whole, response: { ...whole.response, attestationObject: whole.response.attestationObject.slice(0, -20) } };
    expect(await asOf(viewer).refusal(registerPasskey, { input: { attestation: cut } })).toMatchObject({ code: "ATTESTATION_REFUSED" });
    const other = new VirtualAuthenticator().create(await begin(viewer));
    expect(await asOf(viewer).refusal(registerPasskey, { input: { attestation: { ...other, id: whole.id, rawId: whole.id } } })).toMatchObject({ code: "ATTESTATION_REFUSED" });
  });

  it("400 for a challenge that is used, expired, nobody's, a stranger's, another browser's or a sign-in's", async () => {
    const viewer = await makeViewer();
    const device = new VirtualAuthenticator();
    const refusal = async (attestation: ReturnType<VirtualAuthenticator["create"]>, browser: string | null = BROWSER) => (await asOf(viewer, browser).refusal(registerPasskey, { input: { attestation } })).code;
    const used = device.create(await begin(viewer));
    await asOf(viewer).output(registerPasskey, { input: { attestation: used } });
    expect(await refusal(used)).toBe("CHALLENGE_EXPIRED");
    const options = await begin(viewer);
    expect(await refusal(device.create({ ...options, challenge: "x".repeat(43) }))).toBe("CHALLENGE_EXPIRED");
    expect(await refusal(device.create({ ...options, challenge: "x".repeat(2000) }))).toBe("CHALLENGE_EXPIRED");
    expect(await refusal(device.create(await begin(await makeViewer())))).toBe("CHALLENGE_EXPIRED");
    expect(await refusal(device.create(await begin(viewer)), "another browser")).toBe("CHALLENGE_EXPIRED");
    expect(await refusal(device.create(await begin(viewer)), null)).toBe("CHALLENGE_EXPIRED");
    const { options: signIn } = await callAs(null, { deviceCookie: BROWSER }).output(beginPasskeySignIn, { input: {} });
    expect(await refusal(device.create({ ...options, challenge: signIn.challenge }))).toBe("CHALLENGE_EXPIRED");
    const late = device.create(await begin(viewer));
    await travel(5 * MINUTE + 1000);
    expect(await refusal(late)).toBe("CHALLENGE_EXPIRED");
  });

  it("of the same answer sent eight times at once one is taken", async () => {
    const viewer = await makeViewer();
    const attestation = new VirtualAuthenticator().create(await begin(viewer));
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => asOf(viewer).run(registerPasskey, { input: { attestation } })));
    expect(outcomes.filter(({ error }) => error === null)).toHaveLength(1);
    expect(await sql("SELECT 1 FROM passkeys WHERE user_id = $1", [viewer.user.id])).toHaveLength(1);
  });

  it("409 for a credential that an account has, also another one, and for one too many", async () => {
    const [viewer, other] = [await makeViewer(), await makeViewer()];
    const device = new VirtualAuthenticator();
    await registerPasskeyOf(other, device);
    const attestation = device.create(await begin(viewer));
    expect(await asOf(viewer).refusal(registerPasskey, { input: { attestation } })).toMatchObject({ status: 409, code: "PASSKEY_TAKEN" });
    const options = await begin(viewer);
    for (let count = 0; count < PASSKEYS_MAX; count += 1) await makePasskey(viewer.user);
    expect(await asOf(viewer).refusal(registerPasskey, { input: { attestation: new VirtualAuthenticator().create(options) } })).toMatchObject({ status: 409, code: "TOO_MANY_PASSKEYS" });
    expect(await asOf(viewer).refusal(beginRegistration, { input: {} })).toMatchObject({ code: "TOO_MANY_PASSKEYS" });
  });

  it("leaves neither passkey nor mail when it fails before the commit", async () => {
    const viewer = await makeViewer();
    const attestation = new VirtualAuthenticator().create(await begin(viewer));
    armFailpoints(["passkey.register:before-commit"]);
    await rowsUnchanged(() => expect(asOf(viewer).run(registerPasskey, { input: { attestation } })).rejects.toThrow("failpoint"), TRAIL_AND_TOKENS);
  });

  const shaped = { id: "AAAA", rawId: "AAAA", type: "public-key" as const, response: { clientDataJSON: "AAAA", attestationObject: "AAAA" } };
  expectRefused(registerPasskey, {
    valid: () => ({ input: { attestation: shaped, name: "Key" } }),
    invalid: {
      "a name too long": { name: "x".repeat(61) },
      "no base64url": { attestation: { ...shaped, id: "not base64url!" } },
      "over-long": { attestation: { ...shaped, response: { ...shaped.response, attestationObject: "A".repeat(16_385) } } },
      "another type": { attestation: { ...shaped, type: "password" } },
    },
  });
});
