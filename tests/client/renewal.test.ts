/** What happens to calls, and to whoever is signed in, when an access token is no longer good. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { AuthConfig } from "@/lib/client/client-config";
import { createClient } from "@/lib/client/create-client";
import { giveRole, makeRole } from "../factories/make-role";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { MINUTE, travel } from "../setup/clock";
import { sql } from "../setup/sql";
import { makeBrowser } from "./browser";
import { eventually } from "./eventually";
import { type LoopbackApi, startLoopbackApi } from "./loopback-api";

let api: LoopbackApi;
beforeAll(async () => void (api = await startLoopbackApi()));
beforeEach(() => api.forget());
afterAll(() => api.close());

const REFRESH = "POST /api/auth/token/refresh";
const ME = "/api/auth/user/@me";

async function signedIn(config: AuthConfig = {}, options = {}) {
  const user = await makeUser(options);
  const client = createClient({ apiBaseUrl: api.url, ...config });
  await client.auth.login(user.email, TEST_PASSWORD);
  api.forget();
  return { user, ...client };
}

const inCookies = () => ({ fetch: makeBrowser().fetch });
const endSessions = (userId: string) => sql("UPDATE sessions SET revoked_at = app_now(), revoke_reason = 'admin' WHERE user_id = $1", [userId]);

describe.each([
  ["tokens", () => ({})],
  ["cookies", inCookies],
])("an access token that has run out, in %s", (_title, config) => {
  it("is renewed once for all who call at the same time, and each call is repeated once", async () => {
    const { user, auth, audit, rbac } = await signedIn(config());
    await travel(16 * MINUTE);
    const [person, sessions, permissions, isAlive] = await Promise.all([auth.getUser(), audit.listSessions(), rbac.getMyPermissions(), auth.checkAuth()]);
    expect({ id: person.id, sessions: sessions.count, permissions, isAlive }).toEqual({ id: user.id, sessions: 1, permissions: { permissions: expect.any(Array) as string[] }, isAlive: true });
    expect(api.count(REFRESH)).toBe(1);
    expect(api.count(`GET ${ME}`)).toBe(2);
    expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: true, isRefreshingToken: false });
  });

  it("is renewed again the next time, by the tokens of the last", async () => {
    const { auth } = await signedIn(config());
    for (const expected of [1, 2, 3]) {
      await travel(16 * MINUTE);
      await auth.getUser();
      expect(api.count(REFRESH)).toBe(expected);
    }
  });

  it("ends in being signed out where the session is over: one renewal, and the store and onAuthError say so", async () => {
    const onAuthError = vi.fn();
    const { user, auth, audit } = await signedIn({ ...config(), hooks: { onAuthError } });
    await endSessions(user.id);
    const calls = await Promise.allSettled([auth.getUser(), audit.listSessions()]);
    expect(calls.map((call) => call.status === "rejected" && (call.reason as { code: string }).code)).toEqual(["UNAUTHORIZED", "UNAUTHORIZED"]);
    expect(api.count(REFRESH)).toBe(1);
    expect(auth.store.getSnapshot()).toEqual({ user: null, isAuthenticated: false, loading: false, isRefreshingToken: false });
    await eventually(() => expect(onAuthError).toHaveBeenCalledOnce());
    expect(await auth.getAccessToken()).toBeNull();
    expect(await auth.checkAuth()).toBe(false);
    expect(api.count(REFRESH)).toBe(1);
  });

  it("leaves everybody signed in where the renewal cannot be asked for", async () => {
    const onTokenRefreshError = vi.fn();
    const { auth } = await signedIn({ ...config(), hooks: { onTokenRefreshError } });
    await travel(16 * MINUTE);
    api.fail("/api/auth/token/refresh", "drop");
    await expect(auth.getUser()).rejects.toMatchObject({ code: "NETWORK_ERROR" });
    api.fail("/api/auth/token/refresh", "page");
    await expect(auth.getUser()).rejects.toMatchObject({ code: "INVALID_ANSWER", status: 502 });
    expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: true, isRefreshingToken: false });
    expect(onTokenRefreshError).toHaveBeenCalledTimes(2);
    expect(await auth.checkAuth()).toBe(true);
  });
});

describe("TOKEN_STALE", () => {
  it("a permission that was given since the token was made: renewed, repeated, done", async () => {
    const { user, admin, auth } = await signedIn();
    await expect(admin.listUsers()).rejects.toMatchObject({ code: "FORBIDDEN", status: 403 });
    expect(api.count(REFRESH)).toBe(0);
    await giveRole(user.id, (await makeRole(["users.view"])).id, user.organizationId);
    api.forget();
    expect((await admin.listUsers({ q: user.email })).users.map(({ id }) => id)).toEqual([user.id]);
    expect(api.seen.map(({ status }) => status)).toEqual([401, 200, 200]);
    expect((await auth.getUser()).permissions).toContain("users.view");
  });
});

describe("a 401 that a newer token would not mend", () => {
  it("renews nothing", async () => {
    const { user, auth } = await signedIn();
    await expect(auth.login(user.email, "not the password")).rejects.toMatchObject({ code: "INVALID_CREDENTIALS", status: 401 });
    expect(api.count(REFRESH)).toBe(0);
    expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: true, user: { id: user.id } });
  });

  it("a call that was refused in the name of one person is never repeated in that of another", async () => {
    const { auth } = await signedIn();
    const other = await makeUser();
    await travel(16 * MINUTE);
    api.fail(ME, "hold");
    const refused = auth.getUser().catch((error: unknown) => error);
    await api.isHeld();
    await auth.login(other.email, TEST_PASSWORD);
    api.release();
    expect(await refused).toMatchObject({ code: "UNAUTHORIZED" });
    expect(api.count(`GET ${ME}`)).toBe(1);
    expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: true, user: { id: other.id } });
  });

  it("an answer that was on its way does not sign anybody in again", async () => {
    const { auth } = await signedIn();
    api.fail(ME, "hold");
    const late = auth.getUser();
    await api.isHeld();
    await auth.logout();
    api.release();
    await late;
    expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: false, user: null });
  });
});

describe("cancellation", () => {
  it("rejects with the signal's reason, at once, before and while a call is under way", async () => {
    const { auth } = await signedIn();
    await expect(auth.getUser({ signal: AbortSignal.abort(new Error("not any more")) })).rejects.toThrow("not any more");
    expect(api.count(`GET ${ME}`)).toBe(0);
    api.fail(ME, "hold");
    const controller = new AbortController();
    const call = auth.getUser({ signal: controller.signal });
    await api.isHeld();
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
    api.release();
    expect(auth.store.getSnapshot().isAuthenticated).toBe(true);
  });

  it("of one who waits for a renewal leaves the renewal to the others", async () => {
    const { user, auth, audit } = await signedIn();
    await travel(16 * MINUTE);
    api.fail("/api/auth/token/refresh", "hold");
    const controller = new AbortController();
    const cancelled = auth.getUser({ signal: controller.signal });
    const patient = audit.listSessions();
    await api.isHeld();
    expect(auth.store.getSnapshot().isRefreshingToken).toBe(true);
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    api.release();
    expect((await patient).sessions.map(({ user_id }) => user_id)).toEqual([user.id]);
    expect(api.count(REFRESH)).toBe(1);
  });
});

it("asks nothing of anybody where there is nothing to renew", async () => {
  const [beforeTokenRefresh, afterTokenRefresh, onAuthError] = [vi.fn(), vi.fn(), vi.fn()];
  const { auth } = createClient({ apiBaseUrl: api.url, storageStrategy: "localStorage-only", hooks: { beforeTokenRefresh, afterTokenRefresh, onAuthError } });
  const states: boolean[] = [];
  auth.store.subscribe(() => states.push(auth.store.getSnapshot().isRefreshingToken));
  expect(await auth.refreshToken()).toBe(false);
  expect(api.seen).toEqual([]);
  for (const hook of [beforeTokenRefresh, afterTokenRefresh, onAuthError]) expect(hook).not.toHaveBeenCalled();
  expect(states).not.toContain(true);
});
