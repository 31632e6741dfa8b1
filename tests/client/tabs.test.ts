/** Two tabs of one browser: two clients that share cookies and stored texts, and nothing else. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAuthClient } from "@/lib/client/create-client";
import type { StorageStrategy } from "@/lib/client/client-config";
import type { InitialState } from "@/lib/client/auth-store";
import type { StorageAdapter } from "@/lib/client/storage-adapter";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { MINUTE, travel } from "../setup/clock";
import { withEnv } from "../setup/with-env";
import { type Browser, makeBrowser } from "./browser";
import { eventually } from "./eventually";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

let api: LoopbackApi;
const stops: (() => void)[] = [];
beforeAll(async () => void (api = await startLoopbackApi()));
beforeEach(() => api.forget());
afterEach(() => stops.splice(0).forEach((stop) => stop()));
afterAll(() => api.close());

const REFRESH_PATH = "/api/auth/token/refresh";
const REFRESH = `POST ${REFRESH_PATH}`;

function openTab(browser: Browser, storageStrategy: StorageStrategy, initial?: InitialState) {
  const auth = createAuthClient({ apiBaseUrl: api.url, fetch: browser.fetch, storage: browser.newStorage(), storageStrategy }, initial);
  stops.push(auth.start());
  return auth;
}

const idOf = (auth: ReturnType<typeof openTab>) => auth.store.getSnapshot().user?.id ?? null;

/** Somebody signs in in one tab, and opens another. */
async function signedInTabs(strategy: StorageStrategy) {
  const [user, browser] = [await makeUser(), makeBrowser()];
  const here = openTab(browser, strategy, { user: null });
  await here.login(user.email, TEST_PASSWORD);
  const there = openTab(browser, strategy);
  await eventually(() => expect(idOf(there)).toBe(user.id));
  return { user, here, there };
}

describe.each(["cookie-first", "localStorage-only"] as const)("two tabs, %s", (strategy) => {
  const inMode = (work: () => Promise<void>) => () => withEnv({ TOKEN_DELIVERY: strategy === "cookie-first" ? "cookies_only" : "dual" }, work);

  it("follow each other in and out, and from one person to the next", inMode(async () => {
    const [first, second, browser] = [await makeUser(), await makeUser(), makeBrowser()];
    const [here, there] = [openTab(browser, strategy, { user: null }), openTab(browser, strategy, { user: null })];
    await here.login(first.email, TEST_PASSWORD);
    await eventually(() => expect(idOf(there)).toBe(first.id));
    await there.login(second.email, TEST_PASSWORD);
    await eventually(() => expect(idOf(here)).toBe(second.id));
    api.forget();
    await here.logout();
    await eventually(() => expect(there.store.getSnapshot()).toMatchObject({ isAuthenticated: false, user: null }));
    expect(api.seen.map(({ path }) => path)).toEqual(["/api/auth/logout"]);
  }));

  it("see a sign-in also where one of them was still asking who was there before", inMode(async () => {
    const [user, browser] = [await makeUser(), makeBrowser()];
    const here = openTab(browser, strategy, { user: null });
    api.fail("/api/auth/user/@me", "hold");
    const there = openTab(browser, strategy);
    await api.isHeld();
    await here.login(user.email, TEST_PASSWORD);
    await new Promise((resolve) => setTimeout(resolve, 50));
    api.release();
    await eventually(() => expect(idOf(there)).toBe(user.id));
  }));

  it("renew one after the other without losing the session, with what the other one left", inMode(async () => {
    const { user, here, there } = await signedInTabs(strategy);
    for (const tab of [here, there, there, here]) {
      await travel(16 * MINUTE);
      api.forget();
      expect((await tab.getUser()).id).toBe(user.id);
      expect(api.count(REFRESH)).toBe(1);
    }
  }));

  it("renew at the same moment, without a lock between them, and both go on", inMode(async () => {
    const { user, here, there } = await signedInTabs(strategy);
    await travel(16 * MINUTE);
    expect((await Promise.all([here.getUser(), there.getUser()])).map(({ id }) => id)).toEqual([user.id, user.id]);
    expect((await Promise.all([here.getUser(), there.getUser()])).map(({ id }) => id)).toEqual([user.id, user.id]);
    await travel(16 * MINUTE);
    expect((await there.getUser()).id).toBe(user.id);
  }));

  it("spare themselves a renewal that the other one has made meanwhile", inMode(async () => {
    const { user, here, there } = await signedInTabs(strategy);
    await travel(16 * MINUTE);
    api.forget();
    api.fail("/api/auth/user/@me", "hold");
    const late = here.getUser();
    await api.isHeld();
    await there.getUser();
    api.release();
    expect((await late).id).toBe(user.id);
    expect(api.count(REFRESH)).toBe(1);
  }));
});

// A browser brings what one tab stores over to another one's process key by key, and the lock between tabs does not wait for it.
it("keep a renewal that began with the newest token and an older mark", () => withEnv({ TOKEN_DELIVERY: "dual" }, async () => {
  const [user, browser] = [await makeUser(), makeBrowser()];
  const here = openTab(browser, "localStorage-only", { user: null });
  await here.login(user.email, TEST_PASSWORD);
  const [stored, seen] = [browser.newStorage(), new Map<string, string | null>()];
  for (const key of ["auth_access_token", "auth_session_mark"]) seen.set(key, await stored.getItem(key));
  const lagging: StorageAdapter = { ...stored, getItem: (key) => (seen.has(key) ? Promise.resolve(seen.get(key) ?? null) : stored.getItem(key)) };
  const there = createAuthClient({ apiBaseUrl: api.url, fetch: browser.fetch, storage: lagging, storageStrategy: "localStorage-only" }, { user: null });

  await travel(16 * MINUTE);
  await here.getUser();
  api.fail(REFRESH_PATH, "hold");
  const late = there.getUser();
  await api.isHeld();
  seen.clear();
  api.release();
  expect((await late).id).toBe(user.id);

  await travel(16 * MINUTE);
  expect((await here.getUser()).id).toBe(user.id);
}));
