// First, because it prepares what every module of Next looks for when it is loaded.
import { postForm as post } from "../setup/post-form";
import { describe, expect, it } from "vitest";
import type { BeginState } from "@/components/account/add-passkey";
import { beginPasskeySignIn } from "@/lib/features/passkeys/operations/begin-sign-in";
import { makePasskey } from "../factories/make-passkey";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { BROWSER, registerPasskeyOf } from "../factories/register-passkey";
import { callAs } from "../setup/call-as";
import { MINUTE, travel } from "../setup/clock";
import { VirtualAuthenticator } from "../setup/virtual-authenticator";

const actions = () => import("@/app/(app)/account/security/passkey-actions");
const begin = async () => (await actions()).beginPasskey;
const finish = async () => (await actions()).finishPasskey;
const rename = async () => (await actions()).nameOwnPasskey;
const remove = async () => (await actions()).removeOwnPasskey;
const signIn = async () => (await import("@/app/(auth)/passkey-action")).signInByPasskey;

async function makeOwner() {
  const user = await makeUser();
  const session = await makeSession(user);
  return { user, session, sent: { cookies: { access_token: session.accessToken, refresh_token: session.refreshToken, device_id: BROWSER } } };
}

describe("the forms of the security page", () => {
  it("add a passkey in two steps around the browser's question", async () => {
    const { sent } = await makeOwner();
    const { options } = (await post(begin, {}, sent)).state as BeginState;
    if (!options) throw new Error("the first step answered nothing for the browser");
    const attestation = JSON.stringify(new VirtualAuthenticator().create(options));
    expect((await post(finish, { attestation }, sent)).state).toMatchObject({ ok: true, message: expect.stringContaining("was added") });
    expect((await post(finish, { attestation }, sent)).state).toMatchObject({ ok: false, code: "CHALLENGE_EXPIRED" });
    expect((await post(finish, { attestation: "no json" }, sent)).state).toMatchObject({ ok: false, code: "VALIDATION_ERROR" });
  });

  it("ask again who is there where that was proved a while ago", async () => {
    const { sent } = await makeOwner();
    await travel(11 * MINUTE);
    expect((await post(begin, {}, sent)).state).toMatchObject({ ok: false, code: "REAUTH_REQUIRED", stepUp: { methods: ["password"] } });
  });

  it("rename and remove one", async () => {
    const { user, sent } = await makeOwner();
    const { id } = await makePasskey(user);
    expect((await post(rename, { id, name: " " }, sent)).state).toMatchObject({ ok: false, fields: { name: [expect.any(String)] } });
    expect((await post(rename, { id, name: "Telephone" }, sent)).state).toMatchObject({ ok: true });
    expect((await post(remove, { id }, sent)).state).toMatchObject({ ok: true, message: expect.stringContaining("was removed") });
    expect((await post(remove, { id }, sent)).state).toMatchObject({ ok: false, code: "NOT_FOUND" });
  });
});

describe("the sign-in page's form for passkeys", () => {
  it("signs in, and goes where one came from", async () => {
    const { session } = await makeOwner();
    const authenticator = new VirtualAuthenticator();
    await registerPasskeyOf(session, authenticator);
    const { options } = await callAs(null, { deviceCookie: BROWSER }).output(beginPasskeySignIn, { input: {} });
    const assertion = JSON.stringify(authenticator.get(options));
    const sent = { cookies: { device_id: BROWSER } };
    const { location, cookies } = await post(signIn, { assertion, remember_me: "false", return_to: "/account" }, sent);
    expect(location).toBe("/account");
    expect(cookies.refresh_token).not.toContain("Max-Age");
    expect(cookies.last_provider).toContain("last_provider=passkey");
    expect((await post(signIn, { assertion }, sent)).state).toMatchObject({ ok: false, code: "CHALLENGE_EXPIRED" });
  });
});
