import type { ProofMethod } from "@/lib/features/reauthentication/schema";
import type { HookHandlers } from "./client-hooks";
import { browserCeremony, type PasskeyCeremony } from "./passkey-ceremony";
import { defaultStorage, type StorageAdapter } from "./storage-adapter";

export const DEFAULT_ENDPOINTS = {
  login: "/login",
  logout: "/logout",
  signup: "/signup",
  checkAuth: "/check-auth",
  userMe: "/user/@me",
  tokenRefresh: "/token/refresh",
  updateUser: "/user/@me",
  updatePassword: "/password/update",
  uploadPicture: "/upload-profile-picture",
  reauthenticate: "/reauthenticate",
  verifyMfa: "/mfa/verify",
  googleLogin: "/login/google",
  microsoftLogin: "/login/microsoft",
} as const;

export type Endpoints = Record<keyof typeof DEFAULT_ENDPOINTS, string>;

export type StorageStrategy = "cookie-first" | "localStorage-only" | "auto";

export interface AuthConfig {
  /** Scheme, host and perhaps a path: `https://api.example.com`. Left out in browsers: the page's own origin. Elsewhere calls need it. */
  apiBaseUrl?: string;
  /** Default `/api/auth`. */
  apiPrefix?: string;
  /**
   * `cookie-first` (default; `auto` is the same): HttpOnly cookies; tokens are kept only where the browser refuses our cookies,
   * and by clients that have none. `localStorage-only`: tokens in `storage`, never cookies; in browsers it needs
   * `TOKEN_DELIVERY=dual` or `body_only` on the server.
   */
  storageStrategy?: StorageStrategy;
  /** Default: `localStorage` in browsers, memory elsewhere. React Native: AsyncStorage or a keychain. */
  storage?: StorageAdapter;
  /** Default: the platform's. */
  fetch?: typeof globalThis.fetch;
  /** Sent with every request, the renewal included. */
  customHeaders?: Record<string, string>;
  endpoints?: Partial<Endpoints>;
  /**
   * Milliseconds between renewals of a session that nobody uses. Default null: none, since a call that finds its token expired
   * renews it; a timer would keep a session alive that the server ends for idleness.
   */
  tokenRefreshInterval?: number | null;
  enableGoogle?: boolean;
  enableMicrosoft?: boolean;
  rbac?: RBACOptions;
  admin?: AdminOptions;
  audit?: AuditOptions;
  hooks?: HookHandlers;
  /**
   * Asked where a call needs a proof of who is there that is minutes old at most (REAUTH_REQUIRED): show a dialog that ends in
   * `auth.reauthenticate()`, and answer true: the call is then sent again. Default: the call rejects.
   */
  onReauthenticationRequired?: (needed: ProofNeeded) => Promise<boolean>;
  /** Who asks the device for passkeys. Default: the browser. */
  passkeyCeremony?: PasskeyCeremony;
  /** Told what nobody awaits: a hook behind the fact that threw, the first look at the session without a network. Default: `console.error`. */
  onBackgroundError?: (error: unknown, where: string) => void;
}

export interface ProofNeeded {
  /** What the account has. */
  methods: ProofMethod[];
  /** For how long a proof counts. */
  maxAgeSeconds: number;
}

export interface RBACOptions {
  /** Default `/api/rbac`. */
  rbacPrefix?: string;
  /** Read the person, with roles and permissions, again when they are older than `permissionCacheTTL` and the page comes back into view. Default true. */
  autoFetchPermissions?: boolean;
  /** Milliseconds. Default 300,000. What a page shows may be this old; the server always asks its database. */
  permissionCacheTTL?: number;
}

export interface AdminOptions {
  /** Default `/api/admin`. */
  adminPrefix?: string;
}

export interface AuditOptions {
  /** Default `/api/audit`. */
  auditPrefix?: string;
}

export type ResolvedConfig = Required<Omit<AuthConfig, "apiBaseUrl" | "endpoints" | "rbac" | "admin" | "audit">> & {
  /** null: the page's own origin. */
  apiBaseUrl: string | null;
  endpoints: Endpoints;
  rbac: Required<RBACOptions>;
  admin: Required<AdminOptions>;
  audit: Required<AuditOptions>;
};

export const DEFAULT_AUTH_CONFIG = {
  apiPrefix: "/api/auth",
  storageStrategy: "cookie-first",
  tokenRefreshInterval: null,
  enableGoogle: false,
  enableMicrosoft: false,
  customHeaders: {},
  endpoints: DEFAULT_ENDPOINTS,
  rbac: { rbacPrefix: "/api/rbac", autoFetchPermissions: true, permissionCacheTTL: 300_000 },
  admin: { adminPrefix: "/api/admin" },
  audit: { auditPrefix: "/api/audit" },
} as const;

/** Everything that is wrong with a configuration, at once. */
export class ConfigValidationError extends Error {
  constructor(readonly problems: string[]) {
    super(`The client's configuration cannot work: ${problems.join(" ")}`);
    this.name = "ConfigValidationError";
  }
}

const BASE = /^https?:\/\/[^/?#@\s]+(\/[^?#\s]*)?$/;
/** One slash first: `//host` would be another origin. */
export const PATH = /^\/(?!\/)[^?#\s\\]*$/;
const BASE_PROBLEM = "apiBaseUrl must be like https://api.example.com, without query, fragment or password.";
const STRATEGIES: StorageStrategy[] = ["cookie-first", "localStorage-only", "auto"];

/** @throws ConfigValidationError */
export function validateConfig(given: AuthConfig = {}): ResolvedConfig {
  const known = definedOf(given);
  const config: ResolvedConfig = {
    hooks: {},
    storage: given.storage ?? defaultStorage(),
    // Unbound: browsers refuse to call their fetch as a method of any other object.
    fetch: (input, init) => globalThis.fetch(input, init),
    onBackgroundError: logToConsole,
    onReauthenticationRequired: () => Promise.resolve(false),
    passkeyCeremony: browserCeremony,
    ...DEFAULT_AUTH_CONFIG,
    ...known,
    apiBaseUrl: given.apiBaseUrl?.replace(/\/+$/, "") ?? null,
    endpoints: { ...DEFAULT_ENDPOINTS, ...definedOf(given.endpoints ?? {}) },
    rbac: { ...DEFAULT_AUTH_CONFIG.rbac, ...definedOf(given.rbac ?? {}) },
    admin: { ...DEFAULT_AUTH_CONFIG.admin, ...definedOf(given.admin ?? {}) },
    audit: { ...DEFAULT_AUTH_CONFIG.audit, ...definedOf(given.audit ?? {}) },
  };
  const problems = problemsOf(config);
  if (problems.length > 0) throw new ConfigValidationError(problems);
  return config;
}

/**
 * Where calls go. Read at each call, not before: a client is also made where a page is rendered on a server, which calls nothing.
 * @throws ConfigValidationError where neither the configuration nor a page says it
 */
export function baseUrlOf({ apiBaseUrl }: ResolvedConfig): string {
  const base = apiBaseUrl ?? globalThis.location?.origin ?? "";
  if (!BASE.test(base)) throw new ConfigValidationError(["There is no page whose origin could be called. Give apiBaseUrl."]);
  return base;
}

const definedOf = <T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

function problemsOf({ apiBaseUrl, apiPrefix, endpoints, rbac, admin, audit, tokenRefreshInterval, storageStrategy }: ResolvedConfig): string[] {
  const paths = { apiPrefix, "rbac.rbacPrefix": rbac.rbacPrefix, "admin.adminPrefix": admin.adminPrefix, "audit.auditPrefix": audit.auditPrefix };
  const named = [...Object.entries(paths), ...Object.entries(endpoints).map(([name, path]) => [`endpoints.${name}`, path] as const)];
  return [
    ...(apiBaseUrl === null || BASE.test(apiBaseUrl) ? [] : [BASE_PROBLEM]),
    ...named.filter(([, path]) => !PATH.test(path)).map(([name]) => `${name} must be a path that begins with one slash.`),
    ...(STRATEGIES.includes(storageStrategy) ? [] : [`storageStrategy must be one of ${STRATEGIES.join(", ")}.`]),
    ...(tokenRefreshInterval === null || tokenRefreshInterval >= 1000 ? [] : ["tokenRefreshInterval is in milliseconds: at least 1000, or null."]),
    ...(rbac.permissionCacheTTL >= 0 ? [] : ["rbac.permissionCacheTTL is in milliseconds: 0 or more."]),
  ];
}

function logToConsole(error: unknown, where: string): void {
  // eslint-disable-next-line no-console -- the last resort in a browser: there is no log of ours there, and an error nobody sees is swallowed
  console.error(`gatehouse client: ${where}`, error);
}
