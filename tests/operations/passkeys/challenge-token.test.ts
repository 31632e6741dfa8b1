/** Passkeys for clients whose cookies are blocked: the token of a challenge, sent back beside the answer. */
import { describe, expect, it } from "vitest";
import * as optionsRoute from "@/app/api/auth/passkeys/sign-in/options/route";
import * as route from "@/app/api/auth/passkeys/sign-in/route";
import { beginRegistration } from "@/lib/features/passkeys/operations/begin-registration";
import { beginPasskeySignIn } from "@/lib/features/passkeys/operations/begin-sign-in";
import { registerPasskey } from "@/lib/features/passkeys/operations/register-passkey";
import { signInWithPasskey } from "@/lib/features/passkeys/operations/sign-in-with-passkey";
import { reauthenticate } from "@/lib/features/reauthentication/operations/reauthenticate";
import { makeSession } from "@/tests/factories/make-session";
import { makeUser } from "@/tests/factories/make-user";
import { makeViewer, type TestViewer } from "@/tests/factories/make-viewer";
import { BROWSER, registerPasskeyOf } from "@/tests/factories/register-passkey";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow } from "@/tests/setup/sql";
import { VirtualAuthenticator } from "@/tests/setup/virtual-authenticator";

async function makeHolder() {
  const user = await makeUser();
  const authenticator = new VirtualAuthenticator();
  await registerPasskeyOf(await makeSession(user), authenticator);
  return { user, authenticator };
}

const stranger = (deviceCookie: string | null = null) => callAs(null, { deviceCookie });
const askToSignIn = (deviceCookie: string | null = null) => stranger(deviceCookie).output(beginPasskeySignIn, { input: {} });
const askToAdd = (viewer: TestViewer) => callAs(viewer).output(beginRegistration, { input: {} });
const signIn = async (input: Record<string, unknown>, deviceCookie: string | null = null) => (await stranger(deviceCookie).run(signInWithPasskey, { input })).error?.code;
const add = async (viewer: TestViewer, input: Record<string, unknown>) => (await callAs(viewer).run(registerPasskey, { input })).error?.code;
const prove = async (viewer: TestViewer, input: Record<string, unknown>) => (await callAs(viewer).run(reauthenticate, { input })).error?.code;

describe("the token of a challenge", () => {
  it("is another secret than the challenge, and stands hashed", async () => {
    const { challenge_token: token, options } = await askToSignIn();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(options)).not.toContain(token);
    const row = await oneRow("SELECT * FROM one_time_tokens WHERE purpose = 'passkey_challenge' ORDER BY created_at DESC, id DESC LIMIT 1");
    expect(JSON.stringify(row)).not.toContain(token);
  });

  it("signs in, adds a passkey and proves who is there without any cookie", async () => {
    const viewer = await makeViewer();
    const authenticator = new VirtualAuthenticator();
    const { options, challenge_token } = await askToAdd(viewer);
    expect(await add(viewer, { attestation: authenticator.create(options), challenge_token })).toBeUndefined();
    await travel(11 * MINUTE);
    expect((await callAs(viewer).refusal(beginRegistration, { input: {} })).code).toBe("REAUTH_REQUIRED");
    const proof = await askToSignIn();
    expect(await prove(viewer, { assertion: authenticator.get(proof.options), challenge_token: proof.challenge_token })).toBeUndefined();
    expect((await askToAdd(viewer)).challenge_token).toMatch(/^[\w-]{43}$/);
    const asked = await askToSignIn();
    const { error, ctx } = await stranger().run(signInWithPasskey, { input: { assertion: authenticator.get(asked.options), challenge_token: asked.challenge_token } });
    expect([error, ctx.effects.session]).toEqual([null, expect.objectContaining({ refreshToken: expect.any(String) as string })]);
  });

  it("decides alone: beside it another browser's cookie does no harm, and the right one does not mend a wrong token", async () => {
    const { authenticator } = await makeHolder();
    const first = await askToSignIn(BROWSER);
    expect(await signIn({ assertion: authenticator.get(first.options), challenge_token: first.challenge_token }, "another browser")).toBeUndefined();
    const [mine, other] = [await askToSignIn(BROWSER), await askToSignIn(BROWSER)];
    expect(await signIn({ assertion: authenticator.get(mine.options), challenge_token: other.challenge_token }, BROWSER)).toBe("CHALLENGE_EXPIRED");
    const named = await askToSignIn(BROWSER);
    expect(await signIn({ assertion: authenticator.get(named.options), challenge_token: named.options.challenge }, BROWSER)).toBe("CHALLENGE_EXPIRED");
    expect(await signIn({ assertion: authenticator.get((await askToSignIn()).options) })).toBe("CHALLENGE_EXPIRED");
  });

  it("works once, for five minutes, also where the answer was refused or came without it", async () => {
    const { authenticator } = await makeHolder();
    const used = await askToSignIn();
    const sent = { assertion: authenticator.get(used.options), challenge_token: used.challenge_token };
    expect([await signIn(sent), await signIn(sent)]).toEqual([undefined, "CHALLENGE_EXPIRED"]);
    const refused = await askToSignIn();
    expect(await signIn({ assertion: authenticator.get(refused.options, { origin: "https://gatehouse.example" }), challenge_token: refused.challenge_token })).toBe("PASSKEY_REFUSED");
    expect(await signIn({ assertion: authenticator.get(refused.options), challenge_token: refused.challenge_token })).toBe("CHALLENGE_EXPIRED");
    const forgotten = await askToSignIn();
    const assertion = authenticator.get(forgotten.options);
    expect([await signIn({ assertion }), await signIn({ assertion, challenge_token: forgotten.challenge_token })]).toEqual(["CHALLENGE_EXPIRED", "CHALLENGE_EXPIRED"]);
    const late = await askToSignIn();
    await travel(5 * MINUTE + 1000);
    expect(await signIn({ assertion: authenticator.get(late.options), challenge_token: late.challenge_token })).toBe("CHALLENGE_EXPIRED");
  });

  it("of the same answer sent eight times at once one signs in", async () => {
    const { authenticator } = await makeHolder();
    const { options, challenge_token } = await askToSignIn();
    const input = { assertion: authenticator.get(options), challenge_token };
    const codes = await Promise.all(Array.from({ length: 8 }, () => signIn(input)));
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
  });

  it("of another purpose is none: a registration's signs nobody in and proves nothing, a sign-in's adds nothing", async () => {
    const viewer = await makeViewer();
    const authenticator = new VirtualAuthenticator();
    await registerPasskeyOf(viewer, authenticator);
    const { options: shape } = await askToSignIn();
    const [first, second] = [await askToAdd(viewer), await askToAdd(viewer)];
    expect(await signIn({ assertion: authenticator.get({ ...shape, challenge: first.options.challenge }), challenge_token: first.challenge_token })).toBe("CHALLENGE_EXPIRED");
    expect(await prove(viewer, { assertion: authenticator.get({ ...shape, challenge: second.options.challenge }), challenge_token: second.challenge_token })).toBe("PROOF_REFUSED");
    const { options } = await askToAdd(viewer);
    const asked = await askToSignIn();
    const attestation = new VirtualAuthenticator().create({ ...options, challenge: asked.options.challenge });
    expect(await add(viewer, { attestation, challenge_token: asked.challenge_token })).toBe("CHALLENGE_EXPIRED");
  });

  it("of another person adds nothing to one's account", async () => {
    const [viewer, other] = [await makeViewer(), await makeViewer()];
    const { options, challenge_token } = await askToAdd(other);
    expect(await add(viewer, { attestation: new VirtualAuthenticator().create(options), challenge_token })).toBe("CHALLENGE_EXPIRED");
  });

  it("is of no use to another site's page: it cannot sign a browser in to an account of its own", async () => {
    const { authenticator } = await makeHolder();
    const { body } = await http(optionsRoute, { body: {} });
    const sent = { assertion: authenticator.get(body.options), challenge_token: body.challenge_token };
    const elsewhere = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
    const refused = await rowsUnchanged(() => http(route, { body: sent, headers: elsewhere }));
    expect([refused.status, refused.body.code, refused.cookies]).toEqual([403, "CSRF", {}]);
    const answer = await http(route, { body: sent, browser: true });
    expect(answer).toMatchObject({ status: 200, cookies: { access_token: expect.anything() as object } });
  });

  it("422 where it is none by its shape", async () => {
    const { authenticator } = await makeHolder();
    for (const challenge_token of ["", "no base64url!", "A".repeat(65), 7, null]) {
      expect(await signIn({ assertion: authenticator.get((await askToSignIn()).options), challenge_token })).toBe("VALIDATION_ERROR");
    }
  });
});
