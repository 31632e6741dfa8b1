/** One's own account, the state that screens watch, and the hooks. */
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { AuthConfig } from "@/lib/client/client-config";
import type { HookHandlers, HookName } from "@/lib/client/client-hooks";
import { createAuthClient } from "@/lib/client/create-client";
import { changePassword } from "@/lib/features/account/operations/change-password";
import { removeAvatar } from "@/lib/features/account/operations/remove-avatar";
import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { uploadAvatar } from "@/lib/features/account/operations/upload-avatar";
import { login } from "@/lib/features/auth/operations/login";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { eventually } from "./eventually";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

let api: LoopbackApi;
const stops: (() => void)[] = [];
beforeAll(async () => void (api = await startLoopbackApi()));
beforeEach(() => api.forget());
afterEach(() => {
  stops.splice(0).forEach((stop) => stop());
  vi.unstubAllGlobals();
});
afterAll(() => api.close());

const NEW_PASSWORD = "another one that nobody knows";
const picture = async () => new Blob([new Uint8Array(await sharp({ create: { width: 64, height: 64, channels: 3, background: "teal" } }).png().toBuffer())], { type: "image/png" });

const newClient = (config: AuthConfig = {}) => createAuthClient({ apiBaseUrl: api.url, ...config });

async function signedIn(config: AuthConfig = {}) {
  const [user, auth] = [await makeUser(), newClient(config)];
  const answer = await auth.login(user.email, TEST_PASSWORD);
  api.forget();
  return { user, auth, answer };
}

describe("one's own account", () => {
  it("is answered as the operations declare", async () => {
    const { auth, answer, user } = await signedIn();
    expect(login.output.parse(answer)).toEqual(answer);
    const updated = await auth.updateUser({ first_name: "Ada", occupation: "Countess" });
    expect(updateProfile.output.parse(updated)).toEqual(updated);
    expect(auth.store.getSnapshot().user).toMatchObject({ id: user.id, first_name: "Ada", occupation: "Countess" });
    const uploaded = await auth.uploadPicture(await picture());
    expect(uploadAvatar.output.parse(uploaded)).toEqual(uploaded);
    expect(auth.store.getSnapshot().user).toMatchObject({ profile_picture: uploaded.url, profile_picture_url: uploaded.url });
    const removed = await auth.removePicture();
    expect(removeAvatar.output.parse(removed)).toEqual(removed);
    expect((await auth.getUser()).profile_picture_url).toBeNull();
  });

  it("keeps the session through a change of the password, which ends all others", async () => {
    const { auth, user } = await signedIn();
    const other = newClient();
    await other.login(user.email, TEST_PASSWORD);
    await expect(auth.updatePassword("not it", NEW_PASSWORD)).rejects.toMatchObject({ code: "INVALID_PASSWORD", status: 422, fields: { current_password: [expect.any(String) as string] } });
    const answer = await auth.updatePassword(TEST_PASSWORD, NEW_PASSWORD);
    expect(changePassword.output.parse(answer)).toEqual({ ...answer, sessions_revoked: 1 });
    expect([await auth.checkAuth(), await other.checkAuth()]).toEqual([true, false]);
  });

  it("refuses a password longer than it may guess in a while, and says for how long", async () => {
    const [user, auth] = [await makeUser(), newClient()];
    for (let tries = 0; tries < 10; tries += 1) await expect(auth.login(user.email, "wrong")).rejects.toMatchObject({ code: "INVALID_CREDENTIALS" });
    await expect(auth.login(user.email, TEST_PASSWORD)).rejects.toMatchObject({ code: "RATE_LIMIT_EXCEEDED", status: 429, retryAfterSeconds: expect.any(Number) as number });
  });
});

describe("a call of the product's own", () => {
  it("goes as whoever is signed in, with the product's headers", async () => {
    const { auth, user } = await signedIn({ customHeaders: { "x-product": "lab" } });
    expect(await auth.request<{ id: string }>({ method: "GET", path: "/api/auth/me" })).toMatchObject({ id: user.id });
    expect(api.seen[0]?.headers["x-product"]).toBe("lab");
  });

  it("an answer that is not the API's is an error that says so", async () => {
    const auth = newClient();
    api.fail("/api/auth/check-auth", "page");
    await expect(auth.checkAuth()).rejects.toMatchObject({ code: "INVALID_ANSWER", status: 502 });
  });
});

describe("the state", () => {
  it("loads until the first look, and is the same object while nothing changes", async () => {
    const { auth: before, user } = await signedIn();
    const auth = newClient({ storage: before.session.config.storage });
    const seen: unknown[] = [];
    stops.push(auth.store.subscribe(() => seen.push(auth.store.getSnapshot())));
    expect(auth.store.getSnapshot()).toEqual({ user: null, isAuthenticated: false, loading: true, isRefreshingToken: false });
    stops.push(auth.start());
    await eventually(() => expect(auth.store.getSnapshot().user?.id).toBe(user.id));
    expect(seen).toEqual([{ user: expect.objectContaining({ id: user.id }) as object, isAuthenticated: true, loading: false, isRefreshingToken: false }]);
    expect(auth.store.getSnapshot()).toBe(auth.store.getSnapshot());
    expect(auth.store.getServerSnapshot()).toMatchObject({ loading: true });
  });

  it("two starts, as React's strict mode makes them, are one look", async () => {
    const { auth: before } = await signedIn();
    const auth = newClient({ storage: before.session.config.storage });
    auth.start()();
    stops.push(auth.start());
    await eventually(() => expect(auth.store.getSnapshot().loading).toBe(false));
    expect(api.count("GET /api/auth/user/@me")).toBe(1);
  });

  it("asks nobody where the page was rendered for somebody, or for nobody", async () => {
    const { auth: before } = await signedIn();
    const { user } = before.store.getSnapshot();
    for (const initial of [{ user }, { user: null }]) {
      const auth = createAuthClient({ apiBaseUrl: api.url }, initial);
      stops.push(auth.start());
      expect(auth.store.getSnapshot()).toMatchObject({ user: initial.user, isAuthenticated: initial.user !== null, loading: false });
    }
    expect(api.seen).toEqual([]);
  });

  it("follows with the person where only that somebody is signed in was known", async () => {
    const { auth: before, user } = await signedIn();
    const auth = createAuthClient({ apiBaseUrl: api.url, storage: before.session.config.storage }, { isAuthenticated: true });
    stops.push(auth.start());
    expect(auth.store.getSnapshot()).toMatchObject({ user: null, isAuthenticated: true, loading: false });
    await eventually(() => expect(auth.store.getSnapshot().user?.id).toBe(user.id));
  });

  it("is signed out after a first look at nobody, which costs two requests", async () => {
    const auth = newClient();
    stops.push(auth.start());
    await eventually(() => expect(auth.store.getSnapshot()).toEqual({ user: null, isAuthenticated: false, loading: false, isRefreshingToken: false }));
    expect(api.seen.map(({ status }) => status)).toEqual([401, 401]);
  });

  it("keeps whoever was signed in the last time where the first look finds no server, and looks again once back", async () => {
    const { auth: before, user } = await signedIn();
    const [onBackgroundError, onReturn] = [vi.fn(), new Map<string, () => void>()];
    vi.stubGlobal("document", { visibilityState: "visible", addEventListener: (name: string, listener: () => void) => onReturn.set(name, listener), removeEventListener: () => undefined });
    vi.stubGlobal("addEventListener", (name: string, listener: () => void) => onReturn.set(name, listener));
    vi.stubGlobal("removeEventListener", () => undefined);
    const auth = newClient({ storage: before.session.config.storage, onBackgroundError });
    api.fail("/api/auth/user/@me", "drop");
    stops.push(auth.start());
    await eventually(() => expect(onBackgroundError).toHaveBeenCalledOnce());
    expect(auth.store.getSnapshot()).toMatchObject({ user: null, isAuthenticated: true, loading: false });
    onReturn.get("online")?.();
    await eventually(() => expect(auth.store.getSnapshot().user?.id).toBe(user.id));
  });
});

describe("hooks", () => {
  it("all twenty are told, with what they are told of", async () => {
    const told: [HookName, object][] = [];
    const names = ["beforeLogin", "afterLogin", "onLoginError", "beforeSignup", "afterSignup", "onSignupError", "beforeLogout", "afterLogout", "onLogoutError", "beforeTokenRefresh", "afterTokenRefresh", "onTokenRefreshError", "beforePasswordUpdate", "afterPasswordUpdate", "onPasswordUpdateError", "beforeUserUpdate", "afterUserUpdate", "onUserUpdateError", "onAuthError", "transformUser"] as const satisfies HookName[];
    const hooks = Object.fromEntries(names.map((name) => [name, (data: object) => void told.push([name, data])])) as HookHandlers;
    const user = await makeUser();
    const auth = newClient({ hooks });
    const email = "alan.turing@example.com";

    await auth.login(user.email, "wrong").catch(() => undefined);
    await auth.signup({ email, password: "short" }).catch(() => undefined);
    await auth.signup({ email, password: TEST_PASSWORD });
    api.fail("/api/auth/logout", "drop");
    await auth.logout().catch(() => undefined);
    await auth.login(user.email, TEST_PASSWORD);
    await auth.updateUser({ first_name: "Alan" });
    await auth.updateUser({ zip_code: "far too long a code" }).catch(() => undefined);
    await auth.updatePassword(TEST_PASSWORD, NEW_PASSWORD);
    await auth.updatePassword(TEST_PASSWORD, NEW_PASSWORD).catch(() => undefined);
    await auth.refreshToken();
    api.fail("/api/auth/token/refresh", "drop");
    await auth.refreshToken().catch(() => undefined);
    await auth.logout();
    await auth.session.tokens.begin({ accessToken: "a.b.c", refreshToken: "of nobody" });
    expect(await auth.checkAuth()).toBe(false);

    expect([...new Set(told.map(([name]) => name))].sort()).toEqual([...names].sort());
    const of = (name: HookName) => told.filter(([other]) => other === name).map(([, data]) => data);
    expect(of("beforeLogin")).toEqual([{ email: user.email }, { email: user.email }]);
    expect(of("onLoginError")).toMatchObject([{ email: user.email, error: { code: "INVALID_CREDENTIALS" } }]);
    expect(of("afterLogin")).toMatchObject([{ user: { id: user.id }, tokens: { accessToken: expect.any(String) as string, refreshToken: expect.any(String) as string } }]);
    expect(of("onSignupError")).toMatchObject([{ email, error: { code: "VALIDATION_ERROR" } }]);
    expect(of("afterSignup")).toMatchObject([{ user: { email } }]);
    expect(of("onLogoutError")).toMatchObject([{ error: { code: "NETWORK_ERROR" } }]);
    expect(of("afterLogout")).toEqual([{}]);
    expect(of("beforeUserUpdate")).toEqual([{ data: { first_name: "Alan" } }, { data: { zip_code: "far too long a code" } }]);
    expect(of("onUserUpdateError")).toMatchObject([{ error: { code: "VALIDATION_ERROR" } }]);
    expect(of("onPasswordUpdateError")).toMatchObject([{ error: { code: "INVALID_PASSWORD" } }]);
    expect(of("afterTokenRefresh")).toEqual([{ success: true }, { success: false }]);
    expect(of("onTokenRefreshError")).toMatchObject([{ error: { code: "NETWORK_ERROR" } }]);
    expect(of("onAuthError")).toMatchObject([{ error: { code: "UNAUTHORIZED" } }]);
  });

  it("before…: what one returns goes to the next and to the call, and what one throws is a veto", async () => {
    const user = await makeUser();
    const auth = newClient({ hooks: { beforeLogin: ({ email }) => ({ email: email.trim() }) } });
    const remove = auth.hooks.register("beforeLogin", ({ email }) => ({ email: `${email}@example.com` }));
    await auth.login(` ${user.email.split("@")[0]} `, TEST_PASSWORD);
    remove();
    auth.hooks.register("beforeSignup", () => {
      throw new Error("by invitation alone");
    });
    api.forget();
    await expect(auth.signup({ email: "x@example.com", password: TEST_PASSWORD })).rejects.toThrow("by invitation alone");
    expect(api.seen).toEqual([]);
  });

  it("transformUser: the person or {user}, everywhere a person is shown", async () => {
    const user = await makeUser();
    const auth = newClient({ hooks: { transformUser: ({ user: person }) => ({ ...person, bio: "of the hook" }) } });
    auth.hooks.register("transformUser", ({ user: person }) => ({ user: { ...person, city: person.bio } }));
    const { user: shown } = await auth.login(user.email, TEST_PASSWORD);
    const { user: updated } = await auth.updateUser({ first_name: "Ada" });
    for (const person of [shown, updated, await auth.getUser(), auth.store.getSnapshot().user]) expect(person).toMatchObject({ bio: "of the hook", city: "of the hook" });
  });

  it("after…: what one throws undoes nothing, and is told", async () => {
    const [user, onBackgroundError] = [await makeUser(), vi.fn()];
    const auth = newClient({ onBackgroundError, hooks: { afterLogin: () => { throw new Error("of the hook"); } } });
    await auth.login(user.email, TEST_PASSWORD);
    expect(auth.store.getSnapshot().isAuthenticated).toBe(true);
    expect(onBackgroundError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: "of the hook" }), "the hook afterLogin threw");
  });

  it("one that makes a call in the middle of a renewal does not wait for itself", async () => {
    const answered = vi.fn();
    const { auth, user } = await signedIn({ hooks: { afterTokenRefresh: async (_data, { client }) => answered(await client.call({ method: "GET", path: "/api/auth/me" })) } });
    expect(await auth.refreshToken()).toBe(true);
    await eventually(() => expect(answered).toHaveBeenCalledWith(expect.objectContaining({ id: user.id })));
  });
});

describe("providers", () => {
  it("are left for only where they were configured, with the way back", () => {
    const assign = vi.fn();
    vi.stubGlobal("location", { origin: "https://app.example", assign });
    const auth = newClient({ enableGoogle: true });
    auth.googleLogin("/reports?year=2026");
    const back = encodeURIComponent("https://app.example?redirect=%2Freports%3Fyear%3D2026");
    expect(assign).toHaveBeenCalledExactlyOnceWith(`${api.url}/api/auth/login/google?redirect_uri=${back}`);
    expect(() => auth.microsoftLogin()).toThrow(expect.objectContaining({ code: "NOT_ENABLED" }));
  });
});
