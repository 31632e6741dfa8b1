import type { ReactElement } from "react";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, vi } from "vitest";
import { AuthProvider, type AuthProviderProps } from "@/components/auth/auth-provider";
import type { AuthUser } from "@/lib/client/auth-wire";
import { type AuthConfig, ConfigValidationError, DEFAULT_AUTH_CONFIG, DEFAULT_ENDPOINTS, validateConfig } from "@/lib/client/client-config";
import { HookManager, type HookName } from "@/lib/client/client-hooks";
import { createClient, type GatehouseClient } from "@/lib/client/create-client";
import { LocalStorageAdapter, MemoryStorageAdapter } from "@/lib/client/storage-adapter";
import { TokenStorage } from "@/lib/client/token-storage";
import { type LoopbackApi, startLoopbackApi } from "../client/loopback-api";
import { makeBrowser } from "../client/browser";
import { makeUser, TEST_PASSWORD } from "../factories/make-user";
import { MINUTE, travel } from "../setup/clock";
import { Rendering } from "../setup/re-render";
import { withEnv } from "../setup/with-env";
import { filesNamed } from "../../scripts/contracts/app-files";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { conforms } from "./conforms";

let api: LoopbackApi;
beforeAll(async () => void (api = await startLoopbackApi()));
beforeEach(() => api.forget());
afterEach(() => vi.unstubAllGlobals());
afterAll(() => api.close());

const ROOT = join(import.meta.dirname, "../..");
const somebody = { id: "7", email: "a@example.com", roles: ["manager"], role_id: "1", role_name: "manager", permissions: ["users.view", "users.edit"] } as unknown as AuthUser;

const functionsOf = (client: object, names: string): string[] => names.split(" ").filter((name) => typeof (client as Record<string, unknown>)[name] !== "function");

async function signedIn(config: AuthConfig = {}) {
  const user = await makeUser();
  const client = createClient({ apiBaseUrl: api.url, onBackgroundError: () => undefined, ...config });
  await client.auth.login(user.email, TEST_PASSWORD);
  api.forget();
  return { ...client, user };
}

describe("the clients", () => {
  conforms("4.4-config", () => {
    expect(DEFAULT_AUTH_CONFIG).toMatchObject({ apiPrefix: "/api/auth", storageStrategy: "cookie-first", enableGoogle: false, enableMicrosoft: false, customHeaders: {}, rbac: { rbacPrefix: "/api/rbac", autoFetchPermissions: true, permissionCacheTTL: 300_000 }, admin: { adminPrefix: "/api/admin" } });
    expect(() => validateConfig({ apiBaseUrl: "no address" })).toThrow(ConfigValidationError);
    expect(validateConfig({ endpoints: { login: "/enter" } }).endpoints).toEqual({ ...DEFAULT_ENDPOINTS, login: "/enter" });
  });

  conforms("4.4-AuthClient", () => {
    expect(functionsOf(createClient().auth, "login signup logout checkAuth getUser updateUser updatePassword refreshToken getOAuthUrl googleLogin microsoftLogin getAccessToken")).toEqual([]);
  });

  conforms("4.4-RBACClient", () => {
    expect(functionsOf(createClient().rbac, "listRoles getRole createRole updateRole deleteRole cloneRole listPermissions getPermission createPermission updatePermission deletePermission createPermissionsBulk getRolePermissions syncRolePermissions addRolePermissions removeRolePermissions getUserRole assignRoleToUser revokeRoleFromUser listUsersByRole getMyRole getMyPermissions checkMyPermissions exportConfig importConfig")).toEqual([]);
  });

  conforms("4.4-AdminClient", () => {
    expect(functionsOf(createClient().admin, "listUsers getUser createUser deleteUser banUser unbanUser getUserSessions forceLogoutUser")).toEqual([]);
  });

  conforms("4.4-exports", () => {
    expect([HookManager, validateConfig, ConfigValidationError, TokenStorage, LocalStorageAdapter].map((made) => typeof made)).toEqual(Array(5).fill("function"));
    expect(DEFAULT_ENDPOINTS).toMatchObject({ login: "/login", logout: "/logout", signup: "/signup", checkAuth: "/check-auth", userMe: "/user/@me", tokenRefresh: "/token/refresh", updateUser: "/user/@me", updatePassword: "/password/update", googleLogin: "/login/google", microsoftLogin: "/login/microsoft" });
  });

  conforms("2.4-storage", async () => {
    const storage = new MemoryStorageAdapter();
    const { auth, user } = await signedIn({ storage });
    expect(await storage.getItem("auth_access_token")).toBe(await auth.getAccessToken());
    const reloaded = createClient({ apiBaseUrl: api.url, storage });
    expect((await reloaded.auth.getUser()).id).toBe(user.id);
    await auth.logout();
    expect(await storage.getItem("auth_access_token")).toBeNull();
  });

  conforms("2.6-context", async () => {
    const { authActions } = await import("@/components/auth/auth-actions");
    const [user, actions] = [await makeUser(), authActions(createClient({ apiBaseUrl: api.url }).auth)];
    expect(await actions.login(user.email, "not this one")).toMatchObject({ success: false, error: expect.any(String), code: "INVALID_CREDENTIALS" });
    expect(await actions.login(user.email, TEST_PASSWORD)).toMatchObject({ success: true });
    expect(await actions.updateUser({ bio: "new" })).toMatchObject({ success: true, user: { bio: "new" } });
    expect(await actions.logout()).toMatchObject({ success: true });
  });

  conforms("2.7-hooks", async () => {
    const names = "beforeLogin afterLogin onLoginError beforeSignup afterSignup onSignupError beforeLogout afterLogout onLogoutError beforeTokenRefresh afterTokenRefresh onTokenRefreshError beforePasswordUpdate afterPasswordUpdate onPasswordUpdateError beforeUserUpdate afterUserUpdate onUserUpdateError onAuthError transformUser".split(" ") as HookName[];
    const fired = new Set<HookName>();
    const hooks = Object.fromEntries(names.map((name) => [name, () => void fired.add(name)]));
    const { auth, user } = await signedIn({ hooks });
    await auth.login(user.email, "not this one").catch(() => undefined);
    await auth.signup({ email: "no address", password: "x" }).catch(() => undefined);
    await auth.signup({ email: `hooked-${user.id}@example.com`, password: TEST_PASSWORD });
    await auth.updateUser({ bio: "new" });
    await auth.updateUser({ phone_number: "x" }).catch(() => undefined);
    await auth.updatePassword("not this one", "x").catch(() => undefined);
    await auth.updatePassword(TEST_PASSWORD, "a wholly different sentence");
    await auth.refreshToken();
    api.fail("/api/auth/token/refresh", "drop");
    await auth.refreshToken().catch(() => undefined);
    await travel(60 * 24 * 60 * MINUTE);
    await auth.getUser().catch(() => undefined);
    const again = await signedIn({ hooks });
    await again.auth.logout();
    api.fail("/api/auth/logout", "drop");
    await (await signedIn({ hooks })).auth.logout().catch(() => undefined);
    await vi.waitFor(() => expect(names.filter((name) => !fired.has(name))).toEqual([]));
  });
});

describe("defects of the reference client", () => {
  conforms("9.2-1", () => {
    expect(Object.keys(createClient())).toEqual(["auth", "rbac", "admin", "audit"]);
  });

  conforms("9.2-2", async () => {
    const { auth, user } = await signedIn();
    await travel(16 * MINUTE);
    expect((await auth.getUser()).id).toBe(user.id);
    expect(api.seen.map(({ path, status }) => [path, status])).toEqual([["/api/auth/user/@me", 401], ["/api/auth/token/refresh", 200], ["/api/auth/user/@me", 200]]);
  });

  conforms("9.2-3", async () => {
    vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => undefined, removeEventListener: () => undefined });
    const { auth, user } = await signedIn({ fetch: makeBrowser().fetch, storage: new MemoryStorageAdapter() });
    expect(auth.store.getSnapshot()).toMatchObject({ isAuthenticated: true, user: { id: user.id } });
    await expect(signedIn({ fetch: makeBrowser().fetch, storage: new MemoryStorageAdapter(), storageStrategy: "localStorage-only" })).rejects.toMatchObject({ code: "TOKENS_NOT_DELIVERED" });
    await withEnv({ TOKEN_DELIVERY: "dual" }, async () => expect((await signedIn({ fetch: makeBrowser().fetch, storage: new MemoryStorageAdapter(), storageStrategy: "localStorage-only" })).auth.store.getSnapshot().isAuthenticated).toBe(true));
  });

  conforms("9.2-4", async () => {
    const { auth, user } = await signedIn();
    await expect(auth.login(user.email, "not this one")).rejects.toMatchObject({ name: "AuthClientError", code: "INVALID_CREDENTIALS", status: 401 });
  });

  conforms("9.2-5", async () => {
    const { auth } = await signedIn();

    const token = await auth.getAccessToken();
    await fetch(`${api.url}/api/auth/logout`, { method: "POST", headers: { authorization: `Bearer ${token}` } });
    api.forget();
    await expect(auth.getUser()).rejects.toMatchObject({ status: 401 });
    expect([api.count("GET /api/auth/user/@me"), api.count("POST /api/auth/token/refresh")]).toEqual([1, 1]);
  });

  conforms("9.2-6", async () => {
    const refusing = createClient({ apiBaseUrl: api.url, hooks: { beforeSignup: () => Promise.reject(new Error("Not today.")) } });
    await expect(refusing.auth.signup({ email: "a@example.com", password: TEST_PASSWORD })).rejects.toThrow("Not today.");
    expect(api.seen).toEqual([]);
    const { auth } = await signedIn({ hooks: { transformUser: ({ user }) => ({ ...user, first_name: "Shown" }) } });
    await auth.updateUser({ first_name: "Stored" });
    expect(auth.store.getSnapshot().user?.first_name).toBe("Shown");
  });

  conforms("9.2-7", () => {
    const sources = ["lib/client", "components/auth"].flatMap((folder) => filesNamed(ROOT, folder, /\.tsx?$/)).map((file) => readFileSync(join(ROOT, file), "utf8"));
    expect(sources.filter((source) => /location\.(search|hash|href)|searchParams\.get\(["'](access|refresh)_token/.test(source))).toEqual([]);
  });

  conforms("9.2-8", () => {
    vi.stubGlobal("fetch", () => Promise.reject(new Error("nobody is asked")));
    const provider = new Rendering((props: AuthProviderProps) => (AuthProvider(props) as ReactElement<{ value: GatehouseClient }>).props.value);
    const first = provider.render({ children: null, initialUser: somebody });
    const second = provider.render({ children: null, initialUser: somebody, config: { apiPrefix: "/another" } });
    expect(first.auth.store.getSnapshot()).toMatchObject({ user: somebody });
    expect(second).toBe(first);
    provider.end();
    const { store } = createClient({}, { user: somebody }).auth;
    const before = store.getSnapshot();
    expect(store.getSnapshot()).toBe(before);
    store.set({ loading: true });
    expect(store.getSnapshot()).not.toBe(before);
  });

  conforms("9.2-9", async () => {
    const { auth } = await signedIn();
    api.fail("/api/auth/logout", "drop");
    await auth.logout().catch(() => undefined);
    expect([auth.store.getSnapshot(), await auth.getAccessToken()]).toMatchObject([{ isAuthenticated: false, user: null }, null]);
  });
});
