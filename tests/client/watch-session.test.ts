/** What a page does by itself while it is shown. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { AuthConfig } from "@/lib/client/client-config";
import { createAuthClient } from "@/lib/client/create-client";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { sql } from "../setup/sql";
import { makeBrowser } from "./browser";
import { eventually } from "./eventually";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

let api: LoopbackApi;
const stops: (() => void)[] = [];
beforeAll(async () => void (api = await startLoopbackApi()));
afterEach(() => {
  stops.splice(0).forEach((stop) => stop());
  vi.unstubAllGlobals();
});
afterAll(() => api.close());

/** The page's events, by name. */
const page = new EventTarget();
beforeEach(() => {
  vi.stubGlobal("document", Object.assign(page, { visibilityState: "visible" }));
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
});
const comeBack = () => page.dispatchEvent(new Event("visibilitychange"));

async function shown(config: AuthConfig = {}) {
  const [user, browser] = [await makeUser(), makeBrowser()];
  const auth = createAuthClient({ apiBaseUrl: api.url, fetch: browser.fetch, storage: browser.newStorage(), ...config });
  await auth.login(user.email, TEST_PASSWORD);
  const stop = auth.start();
  stops.push(stop);
  api.forget();
  return { user, auth, stop };
}

describe("a page that comes back into view", () => {
  it("reads the person again, who may be called otherwise now", async () => {
    const { user, auth } = await shown({ rbac: { permissionCacheTTL: 0 } });
    await sql("UPDATE users SET first_name = 'Renamed' WHERE id = $1", [user.id]);
    comeBack();
    await eventually(() => expect(auth.store.getSnapshot().user?.first_name).toBe("Renamed"));
  });

  it("asks nobody while what is shown is young, where the product does not want it, when hidden, for nobody, and after its end", async () => {
    await shown();
    await shown({ rbac: { permissionCacheTTL: 0, autoFetchPermissions: false } });
    const { stop } = await shown({ rbac: { permissionCacheTTL: 0 } });
    stop();
    const { auth } = await shown({ rbac: { permissionCacheTTL: 0 } });
    await auth.logout();
    api.forget();
    comeBack();
    Object.assign(page, { visibilityState: "hidden" });
    comeBack();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(api.seen).toEqual([]);
  });
});

describe("tokenRefreshInterval", () => {
  it("renews a session that nobody uses, and none where nobody is signed in", async () => {
    const { auth } = await shown({ tokenRefreshInterval: 1000 });
    await eventually(() => expect(api.count("POST /api/auth/token/refresh")).toBe(1));
    await eventually(() => expect(auth.store.getSnapshot().isRefreshingToken).toBe(false));
    await auth.logout();
    api.forget();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(api.seen).toEqual([]);
  });
});

describe("adopt", () => {
  it("shows whom a newly rendered page is for, and nobody", async () => {
    const { auth } = await shown();
    const { user } = auth.store.getSnapshot();
    auth.adopt(null);
    expect(auth.store.getSnapshot()).toEqual({ user: null, isAuthenticated: false, loading: false, isRefreshingToken: false });
    auth.adopt(user);
    expect(auth.store.getSnapshot()).toMatchObject({ user, isAuthenticated: true });
    expect(api.seen).toEqual([]);
  });
});

describe("a storage that fails", () => {
  it("is told, and ends neither the page nor its loading", async () => {
    const onBackgroundError = vi.fn();
    const fails = () => Promise.reject(new Error("the keychain is locked"));
    const auth = createAuthClient({ apiBaseUrl: api.url, onBackgroundError, storage: { getItem: fails, setItem: fails, removeItem: fails } });
    stops.push(auth.start());
    await eventually(() => expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: false, loading: false }));
    expect(onBackgroundError).toHaveBeenCalledWith(expect.objectContaining({ message: "the keychain is locked" }), expect.any(String));
    await expect(auth.checkAuth()).rejects.toThrow("the keychain is locked");
  });
});

describe("a page whose storage lags behind another tab's message", () => {
  it("follows once it is there, in and out", async () => {
    const [user, browser] = [await makeUser(), makeBrowser()];
    let seen = new Map(browser.stored);
    const lagging = { ...browser.newStorage(), getItem: (key: string) => seen.get(key) ?? null };
    const arrive = () => {
      seen = new Map(browser.stored);
      page.dispatchEvent(new Event("storage"));
    };
    const settings = { apiBaseUrl: api.url, fetch: browser.fetch };
    const here = createAuthClient({ ...settings, storage: browser.newStorage() }, { user: null });
    const there = createAuthClient({ ...settings, storage: lagging }, { user: null });
    stops.push(here.start(), there.start());
    await here.login(user.email, TEST_PASSWORD);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(there.store.getSnapshot().user).toBeNull();
    arrive();
    await eventually(() => expect(there.store.getSnapshot().user?.id).toBe(user.id));
    await here.logout();
    arrive();
    await eventually(() => expect(there.store.getSnapshot()).toMatchObject({ isAuthenticated: false, user: null }));
  });
});
