/** Every way in, and every proof, by clients whose cookies come to nothing: what they need stands in bodies and headers. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { MfaRequiredError } from "@/lib/client/auth-client-error";
import type { AuthConfig } from "@/lib/client/client-config";
import { createAuthClient } from "@/lib/client/create-client";
import { makeInvitation } from "../factories/make-invitation";
import { appCode, makeSecondFactor } from "../factories/make-second-factor";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { MINUTE, travel } from "../setup/clock";
import { lastMail } from "../setup/mailed";
import { VirtualAuthenticator } from "../setup/virtual-authenticator";
import { withEnv } from "../setup/with-env";
import { makeBrowser } from "./browser";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

const NEW_PASSWORD = "seven harbours before noon";

let api: LoopbackApi;
beforeAll(async () => void (api = await startLoopbackApi()));
beforeEach(() => api.forget());
afterEach(() => {
  vi.unstubAllGlobals();
  // No request of these clients brought a cookie.
  expect(api.seen.filter(({ headers }) => headers.cookie !== undefined)).toEqual([]);
});
afterAll(() => api.close());

/** A page's: there is a document. */
function inBrowser(config: AuthConfig, blocksCookies: boolean): AuthConfig {
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => undefined, removeEventListener: () => undefined });
  const browser = makeBrowser({ blocksCookies });
  return { fetch: browser.fetch, storage: browser.newStorage(), ...config };
}

const kinds: [string, () => AuthConfig][] = [
  ["a browser that blocks our cookies", () => inBrowser({}, true)],
  ["a browser with localStorage-only", () => inBrowser({ storageStrategy: "localStorage-only" }, false)],
  ["a client that is no browser", () => ({})],
];

describe.each(kinds)("%s", (_kind, configOf) => {
  const newClient = (config: AuthConfig = {}) => createAuthClient({ apiBaseUrl: api.url, ...configOf(), ...config });
  const withDevice = (device: VirtualAuthenticator) =>
    newClient({ passkeyCeremony: { isSupported: () => true, create: async (options) => device.create(options), get: async (options) => device.get(options) } });
  const inDual = (work: () => Promise<void>) => () => withEnv({ TOKEN_DELIVERY: "dual" }, work);

  it("adds a passkey, proves by it who is there, and signs in with it", inDual(async () => {
    const [user, device] = [await makeUser(), new VirtualAuthenticator()];
    const auth = withDevice(device);
    expect(auth.passkeys.isSupported()).toBe(true);
    await auth.login(user.email, TEST_PASSWORD);
    await auth.passkeys.add("Key ring");
    await travel(11 * MINUTE);
    await expect(auth.passkeys.add()).rejects.toMatchObject({ code: "REAUTH_REQUIRED" });
    expect(await auth.reauthenticate(await auth.passkeys.prove())).toMatchObject({ method: "passkey" });
    expect((await auth.account.showProof()).is_recent).toBe(true);
    const other = withDevice(device);
    expect((await other.passkeys.signIn()).user.id).toBe(user.id);
    expect((await other.getUser()).id).toBe(user.id);
  }));

  it("gives the second factor, behind a passkey that verified nobody too", inDual(async () => {
    const [user, device] = [await makeUser(), new VirtualAuthenticator({ verifiesUser: false })];
    const auth = withDevice(device);
    await auth.login(user.email, TEST_PASSWORD);
    await auth.passkeys.add();
    await auth.logout();
    const { secret, recoveryCodes } = await makeSecondFactor(user, { email: true });
    const tokenOf = async (signIn: Promise<unknown>) => {
      const refused: unknown = await signIn.catch((error: unknown) => error);
      if (!(refused instanceof MfaRequiredError)) throw new Error("the second step was not asked for");
      return refused.mfaToken;
    };
    expect((await auth.verifyMfa(await tokenOf(auth.passkeys.signIn()), appCode(secret))).user.id).toBe(user.id);
    const mfaToken = await tokenOf(newClient().login(user.email, TEST_PASSWORD));
    const second = newClient();
    await second.mfa.sendCode(mfaToken);
    await second.verifyMfa(mfaToken, (await lastMail(user.email, /second step/)).code, { method: "email" });
    expect((await second.getUser()).id).toBe(user.id);
    await travel(11 * MINUTE);
    expect(await second.reauthenticate({ code: appCode(secret) })).toMatchObject({ method: "totp" });
    await second.mfa.disable(recoveryCodes[0] ?? "");
    expect((await second.mfa.status()).enabled).toBe(false);
  }));

  it("signs in by a mail, with its code and with its link", inDual(async () => {
    const user = await makeUser();
    const [asking, opening] = [newClient(), newClient()];
    await asking.magicLink.request(user.email);
    const { code } = await lastMail(user.email, /sign in/i);
    await asking.magicLink.signIn({ email: user.email, code });
    expect((await asking.getUser()).id).toBe(user.id);
    await opening.magicLink.request(user.email);
    const { token } = await lastMail(user.email, /sign in/i);
    expect((await opening.magicLink.show(token)).email).toBe(user.email);
    await opening.magicLink.signIn({ token });
    expect((await opening.getUser()).id).toBe(user.id);
  }));

  it("comes back with a new password, and proves by it who is there", inDual(async () => {
    const [user, auth] = [await makeUser(), newClient()];
    await auth.recovery.requestPasswordReset(user.email);
    const { token } = await lastMail(user.email, /password/i);
    await auth.recovery.resetPassword({ token, new_password: NEW_PASSWORD });
    await auth.login(user.email, NEW_PASSWORD);
    await travel(11 * MINUTE);
    expect(await auth.reauthenticate({ password: NEW_PASSWORD })).toMatchObject({ method: "password" });
    await auth.verification.changeEmail(`new-${user.email}`, NEW_PASSWORD);
    expect((await auth.verification.showEmailChange()).pending?.new_email).toBe(`new-${user.email}`);
  }));

  it("proves by a mailed code who is there where there is nothing else", inDual(async () => {
    const [user, auth] = [await makeUser({ password: null }), newClient()];
    await auth.magicLink.request(user.email);
    await auth.magicLink.signIn({ token: (await lastMail(user.email, /sign in/i)).token });
    await travel(11 * MINUTE);
    await auth.account.sendProofCode();
    expect(await auth.reauthenticate({ code: (await lastMail(user.email, /confirm that it is you/)).code })).toMatchObject({ method: "email" });
  }));

  it("accepts an invitation, and renews the session that began with it", inDual(async () => {
    const [{ token, email }, auth] = [await makeInvitation(), newClient()];
    await auth.invitations.accept({ token, password: NEW_PASSWORD });
    await travel(16 * MINUTE);
    expect((await auth.getUser()).email).toBe(email);
    expect(api.count("POST /api/auth/token/refresh")).toBe(1);
  }));
});
