import { afterEach, describe, expect, it, vi } from "vitest";
import { type AuthConfig, baseUrlOf, ConfigValidationError, DEFAULT_AUTH_CONFIG, DEFAULT_ENDPOINTS, validateConfig } from "@/lib/client/client-config";
import { createClient } from "@/lib/client/create-client";
import { hasAllPermissions, hasAnyPermission, hasAnyRole, hasPermission, hasRole, isAdmin } from "@/lib/client/access-of-user";
import { LocalStorageAdapter, MemoryStorageAdapter } from "@/lib/client/storage-adapter";

afterEach(() => vi.unstubAllGlobals());

const problemsOf = (config: AuthConfig): string[] => {
  try {
    validateConfig(config);
    return [];
  } catch (error) {
    return (error as ConfigValidationError).problems;
  }
};

describe("the configuration", () => {
  it("has the defaults of its documentation, for what is left out and what is undefined", () => {
    expect(validateConfig({ apiPrefix: undefined, rbac: { rbacPrefix: undefined, permissionCacheTTL: 1 } })).toMatchObject({
      ...DEFAULT_AUTH_CONFIG,
      apiBaseUrl: null,
      endpoints: DEFAULT_ENDPOINTS,
      rbac: { ...DEFAULT_AUTH_CONFIG.rbac, permissionCacheTTL: 1 },
    });
  });

  it("takes the slashes off the end of the base address", () => {
    expect(baseUrlOf(validateConfig({ apiBaseUrl: "https://api.example.com/v2//" }))).toBe("https://api.example.com/v2");
  });

  it("says everything that is wrong at once", () => {
    const problems = problemsOf({ apiBaseUrl: "api.example.com", apiPrefix: "//elsewhere.example", endpoints: { login: "login?x" }, storageStrategy: "cookies" as never, tokenRefreshInterval: 10, rbac: { permissionCacheTTL: -1 } });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual(["apiBaseUrl", "apiPrefix", "endpoints.login", "storageStrategy", "tokenRefreshInterval", "rbac.permissionCacheTTL"]);
  });

  it.each(["https://user:secret@example.com", "https://example.com?x=1", "https://example.com#x", "ftp://example.com", ""])("refuses %s as a base address", (apiBaseUrl) => {
    expect(problemsOf({ apiBaseUrl })).toEqual([expect.stringContaining("apiBaseUrl") as string]);
  });

  it("needs no page to be made, as on a server that renders one, but says what is missing when called", async () => {
    const { auth } = createClient();
    await expect(auth.checkAuth()).rejects.toThrow(ConfigValidationError);
    vi.stubGlobal("location", { origin: "https://app.example" });
    expect(auth.getOAuthUrl("google")).toBe("https://app.example/api/auth/login/google?redirect_uri=https%3A%2F%2Fapp.example");
  });
});

describe("storage", () => {
  it("a browser that forbids localStorage gets memory, for good", () => {
    let isForbidden = true;
    const texts = new Map<string, string>();
    vi.stubGlobal("localStorage", { getItem: (key: string) => texts.get(key) ?? null, removeItem: (key: string) => texts.delete(key), setItem: (key: string, value: string) => {
      if (isForbidden) throw new DOMException("full", "QuotaExceededError");
      texts.set(key, value);
    } });
    const storage = new LocalStorageAdapter();
    expect(storage.getItem("a")).toBeNull();
    storage.setItem("a", "1");
    isForbidden = false;
    storage.setItem("b", "2");
    expect([storage.getItem("a"), storage.getItem("b"), texts.size]).toEqual(["1", "2", 0]);
    storage.removeItem("a");
    expect(storage.getItem("a")).toBeNull();
    const other = new LocalStorageAdapter();
    other.setItem("c", "3");
    expect(texts.get("c")).toBe("3");
  });

  it("is memory where there is no page", () => {
    expect(validateConfig().storage).toBeInstanceOf(MemoryStorageAdapter);
    vi.stubGlobal("document", {});
    expect(validateConfig().storage).toBeInstanceOf(LocalStorageAdapter);
  });
});

describe("what a person may", () => {
  const person = { roles: ["manager"], permissions: ["users.*", "rbac.admin"] };

  it("is decided as the server decides it, wildcards included", () => {
    expect([hasPermission(person, "users.ban"), hasPermission(person, "roles.edit"), hasPermission(person, "audit.view"), isAdmin(person)]).toEqual([true, true, false, true]);
    expect([hasAllPermissions(person, "users.view", "audit.view"), hasAnyPermission(person, "users.view", "audit.view")]).toEqual([false, true]);
    expect([hasRole(person, "manager"), hasAnyRole(person, "admin", "manager"), hasRole(person, "admin")]).toEqual([true, true, false]);
  });

  it("is nothing for nobody, and for a question that asks nothing", () => {
    expect([hasPermission(null, "users.view"), hasAnyRole(null, "manager"), isAdmin(null), hasAllPermissions(person), hasAnyPermission(person), hasAnyRole(person)]).toEqual([false, false, false, false, false, false]);
  });
});
