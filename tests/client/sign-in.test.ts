/** Signing in, up and out, in every delivery mode, by every kind of client. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AuthClientError } from "@/lib/client/auth-client-error";
import type { AuthConfig } from "@/lib/client/client-config";
import { createAuthClient } from "@/lib/client/create-client";
import { MemoryStorageAdapter, type StorageAdapter } from "@/lib/client/storage-adapter";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { withEnv } from "../setup/with-env";
import { type Browser, makeBrowser } from "./browser";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

let api: LoopbackApi;
beforeAll(async () => void (api = await startLoopbackApi()));
beforeEach(() => api.forget());
afterEach(() => vi.unstubAllGlobals());
afterAll(() => api.close());

const SESSION_COOKIES = ["access_token", "refresh_token"];
const TOKENS = ["auth_access_token", "auth_refresh_token"];
const kept = (stored: Map<string, string>) => [...stored.keys()].filter((key) => TOKENS.includes(key)).sort();
const cookiesOf = ({ cookies }: Browser) => [...cookies.keys()].filter((name) => SESSION_COOKIES.includes(name)).sort();

/** A client on a page: there is a document. */
function onPage(browser: Browser, config: AuthConfig = {}) {
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => undefined, removeEventListener: () => undefined });
  return createAuthClient({ apiBaseUrl: api.url, fetch: browser.fetch, storage: browser.newStorage(), ...config });
}

describe("in a browser that keeps cookies", () => {
  it.each(["cookies_only", "dual"])("%s: the session is in cookies, and no script can read a token", (mode) =>
    withEnv({ TOKEN_DELIVERY: mode }, async () => {
      const [user, browser] = [await makeUser(), makeBrowser()];
      const auth = onPage(browser);
      await auth.login(user.email, TEST_PASSWORD);
      expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: true, loading: false, user: { id: user.id, email: user.email } });
      expect({ cookies: cookiesOf(browser), tokens: kept(browser.stored) }).toEqual({ cookies: SESSION_COOKIES, tokens: [] });
      expect(await auth.getAccessToken()).toBeNull();
      expect(await auth.checkAuth()).toBe(true);
      await auth.logout();
      expect({ cookies: cookiesOf(browser), state: auth.store.getSnapshot() }).toMatchObject({ cookies: [], state: { isAuthenticated: false, user: null } });
    }),
  );

  it("body_only: tokens are kept, and no cookie is sent beside them", () =>
    withEnv({ TOKEN_DELIVERY: "body_only" }, async () => {
      const [user, browser] = [await makeUser(), makeBrowser()];
      const auth = onPage(browser);
      await auth.login(user.email, TEST_PASSWORD);
      expect({ cookies: cookiesOf(browser), tokens: kept(browser.stored) }).toEqual({ cookies: [], tokens: TOKENS });
      api.forget();
      expect((await auth.getUser()).id).toBe(user.id);
      expect(api.seen[0]?.headers).toMatchObject({ authorization: expect.stringMatching(/^Bearer /) as string });
      expect(api.seen[0]?.headers.cookie).toBeUndefined();
    }));

  it("dual: the cookies of somebody else do not count as cookies that work", () =>
    withEnv({ TOKEN_DELIVERY: "dual" }, async () => {
      const [first, second, browser] = [await makeUser(), await makeUser(), makeBrowser()];
      await onPage(browser).login(first.email, TEST_PASSWORD);
      const before = new Map(browser.cookies);
      const auth = onPage({ ...browser, fetch: async (input, init) => {
        const answer = await browser.fetch(input, init);
        // A browser that kept the old cookies and took no new ones.
        for (const [name, value] of before) browser.cookies.set(name, value);
        return answer;
      } });
      await auth.login(second.email, TEST_PASSWORD);
      expect(kept(browser.stored)).toEqual(TOKENS);
      expect((await auth.getUser()).id).toBe(second.id);
    }));
});

describe("in a browser that blocks our cookies", () => {
  it("dual: tokens are kept, and carry the session", () =>
    withEnv({ TOKEN_DELIVERY: "dual" }, async () => {
      const [user, browser] = [await makeUser(), makeBrowser({ blocksCookies: true })];
      const auth = onPage(browser);
      await auth.login(user.email, TEST_PASSWORD);
      expect(kept(browser.stored)).toEqual(TOKENS);
      expect((await auth.getUser()).id).toBe(user.id);
    }));

  it("cookies_only: nobody stays signed in, and the application hears of it", () =>
    withEnv({ TOKEN_DELIVERY: "cookies_only" }, async () => {
      const [user, browser, onAuthError] = [await makeUser(), makeBrowser({ blocksCookies: true }), vi.fn()];
      const auth = onPage(browser, { hooks: { onAuthError } });
      await auth.login(user.email, TEST_PASSWORD);
      expect(await auth.checkAuth()).toBe(false);
      expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: false, user: null });
      expect(onAuthError).toHaveBeenCalledOnce();
    }));
});

describe("localStorage-only", () => {
  it.each(["dual", "body_only"])("%s: tokens, and never a cookie", (mode) =>
    withEnv({ TOKEN_DELIVERY: mode }, async () => {
      const [user, browser] = [await makeUser(), makeBrowser()];
      const auth = onPage(browser, { storageStrategy: "localStorage-only" });
      await auth.login(user.email, TEST_PASSWORD);
      expect((await auth.getUser()).id).toBe(user.id);
      expect({ cookies: cookiesOf(browser), tokens: kept(browser.stored) }).toEqual({ cookies: [], tokens: TOKENS });
      expect(api.seen.map(({ headers }) => headers.cookie)).toEqual(api.seen.map(() => undefined));
    }),
  );

  it("cookies_only: says that the two settings do not fit", () =>
    withEnv({ TOKEN_DELIVERY: "cookies_only" }, async () => {
      const [user, browser] = [await makeUser(), makeBrowser()];
      const auth = onPage(browser, { storageStrategy: "localStorage-only" });
      await expect(auth.login(user.email, TEST_PASSWORD)).rejects.toMatchObject({ code: "TOKENS_NOT_DELIVERED", message: expect.stringContaining("TOKEN_DELIVERY") as string });
      expect(auth.store.getSnapshot().isAuthenticated).toBe(false);
      expect(kept(browser.stored)).toEqual([]);
    }));

  it("asks nobody to renew what is not there", async () => {
    const auth = createAuthClient({ apiBaseUrl: api.url, storageStrategy: "localStorage-only", storage: new MemoryStorageAdapter() });
    expect(await auth.checkAuth()).toBe(false);
    expect(api.count("POST /api/auth/token/refresh")).toBe(0);
  });
});

describe("in Node and React Native", () => {
  it.each(["cookies_only", "dual", "body_only"])("%s: tokens, in a storage of one's own, whose calls may take time", (mode) =>
    withEnv({ TOKEN_DELIVERY: mode }, async () => {
      const user = await makeUser();
      const stored = new Map<string, string>([["of the product", "stays"]]);
      const storage: StorageAdapter = {
        getItem: async (key) => stored.get(key) ?? null,
        setItem: async (key, value) => void stored.set(key, value),
        removeItem: async (key) => void stored.delete(key),
      };
      const auth = createAuthClient({ apiBaseUrl: api.url, storage });
      await auth.login(user.username, TEST_PASSWORD);
      expect(kept(stored)).toEqual(TOKENS);
      expect(await auth.getAccessToken()).toBe(stored.get("auth_access_token"));
      expect((await auth.getUser()).id).toBe(user.id);
      await auth.logout();
      expect({ tokens: kept(stored), own: stored.get("of the product") }).toEqual({ tokens: [], own: "stays" });
    }),
  );

  it("takes over the tokens that react-headless-auth stored", async () => {
    const [user, storage] = [await makeUser(), new MemoryStorageAdapter()];
    const before = createAuthClient({ apiBaseUrl: api.url });
    const { access_token: access = "", refresh_token: refresh = "" } = await before.login(user.email, TEST_PASSWORD);
    for (const [key, value] of [["auth_access_token", access], ["auth_refresh_token", refresh], ["auth_cookies_blocked", "true"]] as const) storage.setItem(key, value);
    const auth = createAuthClient({ apiBaseUrl: api.url, storage });
    expect((await auth.getUser()).id).toBe(user.id);
    expect(await auth.refreshToken()).toBe(true);
    expect(storage.getItem("auth_refresh_token")).not.toBe(refresh);
    expect(storage.getItem("auth_cookies_blocked")).toBeNull();
  });
});

describe("logout", () => {
  it("in token mode ends the session at the server, also with an access token that has run out", async () => {
    const user = await makeUser();
    const auth = createAuthClient({ apiBaseUrl: api.url });
    const { access_token: access = "", refresh_token: refresh = "" } = await auth.login(user.email, TEST_PASSWORD);
    await auth.session.tokens.renew({ accessToken: `${access.slice(0, -4)}AAAA`, refreshToken: refresh }, await auth.session.tokens.read());
    await auth.logout();
    const again = createAuthClient({ apiBaseUrl: api.url });
    await again.session.tokens.begin({ accessToken: access, refreshToken: refresh });
    expect(await again.checkAuth()).toBe(false);
  });

  it("forgets everything here where the server cannot be told, and says so", async () => {
    const user = await makeUser();
    const auth = createAuthClient({ apiBaseUrl: api.url });
    await auth.login(user.email, TEST_PASSWORD);
    api.fail("/api/auth/logout", "drop");
    await expect(auth.logout()).rejects.toMatchObject({ code: "NETWORK_ERROR", status: 0 });
    expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: false, user: null });
    expect(await auth.getAccessToken()).toBeNull();
  });
});

describe("sign-up", () => {
  it("signs in, and puts the sentences of a refusal beside their fields", async () => {
    const auth = createAuthClient({ apiBaseUrl: api.url });
    const email = "grace.hopper@example.com";
    const { user } = await auth.signup({ email, password: TEST_PASSWORD, full_name: "Grace Hopper" });
    expect(user).toMatchObject({ email, first_name: "Grace", last_name: "Hopper" });
    expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: true, user: { email } });

    const refused = await createAuthClient({ apiBaseUrl: api.url }).signup({ email, password: TEST_PASSWORD }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AuthClientError);
    expect(refused).toMatchObject({ code: "EMAIL_TAKEN", status: 400, fields: { email: [expect.any(String) as string] }, requestId: expect.any(String) as string });
  });
});
