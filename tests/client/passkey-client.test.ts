/** Passkeys, by the client: a device that answers as a real one does, behind the browser's own interface. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { AuthConfig } from "@/lib/client/client-config";
import { createAuthClient } from "@/lib/client/create-client";
import type { PasskeyClient } from "@/lib/client/passkey-client";
import type { CreationOptions, RequestOptions } from "@/lib/client/passkey-wire";
import { listPasskeys } from "@/lib/features/passkeys/operations/list-passkeys";
import { registerPasskey } from "@/lib/features/passkeys/operations/register-passkey";
import { removePasskey } from "@/lib/features/passkeys/operations/remove-passkey";
import { renamePasskey } from "@/lib/features/passkeys/operations/rename-passkey";
import { signInWithPasskey } from "@/lib/features/passkeys/operations/sign-in-with-passkey";
import { reauthenticate } from "@/lib/features/reauthentication/operations/reauthenticate";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { MINUTE, travel } from "../setup/clock";
import { sql } from "../setup/sql";
import { VirtualAuthenticator } from "../setup/virtual-authenticator";
import { makeBrowser } from "./browser";
import { eventually } from "./eventually";
import { type Called, expectAnswer } from "./expect-answer";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

let api: LoopbackApi;
beforeAll(async () => void (api = await startLoopbackApi()));
afterEach(() => vi.unstubAllGlobals());
afterAll(() => api.close());

interface Asked {
  publicKey: unknown;
  signal?: AbortSignal;
  mediation?: string;
}

/** As a browser has it: the options are read by the platform, and a credential writes itself as JSON. */
function plugIn(device: VirtualAuthenticator) {
  const asked: Asked[] = [];
  const forgotten = vi.fn(async () => undefined);
  const answer = <Options>(make: (options: Options) => object) => async (question: Asked) => {
    asked.push(question);
    question.signal?.throwIfAborted();
    const given = make((question.publicKey as { read: Options }).read);
    return { toJSON: () => given };
  };
  const parse = (read: object) => ({ read });
  vi.stubGlobal("PublicKeyCredential", { parseCreationOptionsFromJSON: parse, parseRequestOptionsFromJSON: parse, signalUnknownCredential: forgotten });
  vi.stubGlobal("navigator", { credentials: { create: answer((options: CreationOptions) => device.create(options)), get: answer((options: RequestOptions) => device.get(options)) } });
  return { asked, forgotten };
}

/** Each in a browser of its own. */
function newClient(config: AuthConfig = {}) {
  const browser = makeBrowser();
  return createAuthClient({ apiBaseUrl: api.url, fetch: browser.fetch, storage: browser.newStorage(), ...config });
}

async function withPasskey(device = new VirtualAuthenticator()) {
  const [user, auth, plugged] = [await makeUser(), newClient(), plugIn(device)];
  await auth.login(user.email, TEST_PASSWORD);
  const answer = await auth.passkeys.add("Key ring");
  return { user, auth, answer, id: answer.passkey.id, ...plugged };
}

/** Every method that answers as an operation does. */
const calls: Record<Exclude<keyof PasskeyClient, "isSupported" | "prove">, () => Promise<Called>> = {
  list: async () => {
    const { auth, id } = await withPasskey();
    const answer = await auth.passkeys.list();
    expect(answer).toMatchObject({ count: 1, passkeys: [{ id, name: "Key ring" }] });
    return { operation: listPasskeys, answer };
  },
  add: async () => ({ operation: registerPasskey, answer: (await withPasskey()).answer }),
  rename: async () => {
    const { auth, id } = await withPasskey();
    return { operation: renamePasskey, answer: await auth.passkeys.rename(id, "Desk") };
  },
  remove: async () => {
    const { auth, id } = await withPasskey();
    return { operation: removePasskey, answer: await auth.passkeys.remove(id) };
  },
  signIn: async () => {
    const { user, asked } = await withPasskey();
    const afterLogin = vi.fn();
    const auth = newClient({ hooks: { afterLogin } });
    const answer = await auth.passkeys.signIn({ mediation: "conditional" });
    expect(asked.at(-1)?.mediation).toBe("conditional");
    expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: true, user: { id: user.id } });
    expect(afterLogin).toHaveBeenCalledOnce();
    expect(await auth.checkAuth()).toBe(true);
    return { operation: signInWithPasskey, answer };
  },
};

describe("PasskeyClient", () => {
  it.each(Object.entries(calls))("%s answers as its operation declares", async (_name, call) => expectAnswer(await call()));

  it("prove: for what asks who is there", async () => {
    const { auth } = await withPasskey();
    await travel(11 * MINUTE);
    await expect(auth.passkeys.add()).rejects.toMatchObject({ code: "REAUTH_REQUIRED", details: { methods: expect.arrayContaining(["passkey"]) } });
    expectAnswer({ operation: reauthenticate, answer: await auth.reauthenticate(await auth.passkeys.prove()) });
    expect((await auth.account.showProof()).is_recent).toBe(true);
  });

  it("a passkey that did not verify its owner leads to the second step, as a password does", async () => {
    const { auth } = await withPasskey(new VirtualAuthenticator({ verifiesUser: false }));
    await auth.mfa.enable("email");
    await sql("UPDATE second_factors SET state = 'confirmed', confirmed_at = app_now() WHERE user_id = $1", [auth.store.getSnapshot().user?.id]);
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [auth.store.getSnapshot().user?.id]);
    await expect(newClient().passkeys.signIn()).rejects.toMatchObject({ name: "MfaRequiredError", code: "MFA_REQUIRED" });
  });

  it("one that no account has any more is refused, and its keeper told to forget it", async () => {
    const { auth, id, forgotten, user } = await withPasskey();
    await auth.passkeys.remove(id);
    const stranger = newClient();
    await expect(stranger.passkeys.signIn()).rejects.toMatchObject({ code: "PASSKEY_UNKNOWN" });
    expect(forgotten).toHaveBeenCalledExactlyOnceWith({ rpId: "localhost", credentialId: expect.any(String) });
    expect([stranger.store.getSnapshot().isAuthenticated, auth.store.getSnapshot().user?.id]).toEqual([false, user.id]);
  });

  it("says in a sentence that none was given, and nothing is sent", async () => {
    const { auth } = await withPasskey();
    vi.stubGlobal("navigator", { credentials: { create: async () => Promise.reject(new DOMException("no", "InvalidStateError")), get: async () => null } });
    api.forget();
    await expect(auth.passkeys.add()).rejects.toMatchObject({ code: "PASSKEY_NOT_GIVEN", message: "Your account has a passkey there already." });
    await expect(newClient().passkeys.signIn()).rejects.toMatchObject({ code: "PASSKEY_NOT_GIVEN", message: expect.stringContaining("No passkey was chosen") });
    expect([api.count("POST /api/auth/passkeys"), api.count("POST /api/auth/passkeys/sign-in")]).toEqual([0, 0]);
  });

  it("a question that is taken away rejects with the signal's reason", async () => {
    await withPasskey();
    const [auth, controller, gone] = [newClient(), new AbortController(), new Error("the page was left")];
    const get = vi.fn(() => new Promise((_resolve, reject) => controller.signal.addEventListener("abort", () => reject(controller.signal.reason as Error))));
    vi.stubGlobal("navigator", { credentials: { get } });
    const asking = auth.passkeys.signIn({ signal: controller.signal }).catch((error: unknown) => error);
    await eventually(() => expect(get).toHaveBeenCalledOnce());
    controller.abort(gone);
    expect(await asking).toBe(gone);
  });

  it("asks nobody where there are none, and another asker where one is given", async () => {
    const { user } = await withPasskey();
    vi.unstubAllGlobals();
    const plain = newClient();
    api.forget();
    expect(plain.passkeys.isSupported()).toBe(false);
    await expect(plain.passkeys.signIn()).rejects.toMatchObject({ code: "PASSKEY_NOT_GIVEN", status: 0 });
    expect(api.seen).toEqual([]);
    plugIn(new VirtualAuthenticator());
    expect([newClient().passkeys.isSupported(), newClient({ storageStrategy: "localStorage-only" }).passkeys.isSupported()]).toEqual([true, true]);
    vi.unstubAllGlobals();
    const device = new VirtualAuthenticator();
    const auth = newClient({ passkeyCeremony: { isSupported: () => true, create: async (options) => device.create(options), get: async (options) => device.get(options) } });
    await auth.login(user.email, TEST_PASSWORD);
    await auth.passkeys.add();
    expect((await auth.passkeys.signIn()).user.id).toBe(user.id);
  });
});
