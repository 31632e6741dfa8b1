/**
 * What the edge needs from the environment, read lazily because the build has no secrets. `lib/edge` holds what may
 * run in the middleware (gate, headers, CORS, CSP, cookie names, token verification) and imports nothing outside itself.
 */
export interface EdgeEnv {
  /** Origin of this installation, without a trailing slash. Also `iss` and `aud` of every access token. */
  appUrl: string;
  isHttps: boolean;
  /** Missing only while building: whoever signs or verifies then throws. */
  authSecret: string | undefined;
  authSecretPrevious: string | undefined;
  /** PKCS#8 PEM or private JWK (Ed25519 or P-256). Set: tokens are signed with it instead of AUTH_SECRET. */
  authJwtPrivateKey: string | undefined;
  authJwtPrivateKeyPrevious: string | undefined;
  /** Other origins whose browsers may call the API with credentials. */
  corsOrigins: readonly string[];
  /** Other origins to which people may be sent after a sign-in. */
  redirectAllowList: readonly string[];
  /** Origins that are this installation itself. */
  ownOrigins: readonly string[];
  accessTokenTtlSeconds: number;
  cookieSameSite: "lax" | "strict" | "none";
  isDevelopment: boolean;
  /** Baked in by the build (next.config.js `env`), so that no variable can turn a plain build into a test build. */
  isTestBuild: boolean;
  /** Proof that a private header was written by this process's request guard; undefined where no guard runs. */
  guardKey: string | undefined;
}

let kept: EdgeEnv | undefined;

/** Read at every use, but for production, where nothing changes it and requests ask for it a dozen times each. */
export const edgeEnv = (): EdgeEnv => (process.env.NODE_ENV === "production" ? (kept ??= readEnv()) : readEnv());

// Each name is written out as `process.env.NAME`: edge platforms hand over only variables they can see statically.
const readEnv = (): EdgeEnv => {
  const isDevelopment = process.env.NODE_ENV === "development";
  const port = process.env.PORT || "3000";
  const appUrl = new URL(process.env.APP_URL || `http://localhost:${port}`);
  const isHttps = appUrl.protocol === "https:";
  const sameSite = process.env.COOKIE_SAME_SITE?.toLowerCase();
  const isLocal = isDevelopment || process.env.GATEHOUSE_EMBEDDED === "1";
  const appPort = appUrl.port === "" ? "" : `:${appUrl.port}`;
  const loopback = ["localhost", "127.0.0.1", "[::1]"].map((host) => `${appUrl.protocol}//${host}${appPort}`);
  return {
    appUrl: appUrl.origin,
    isHttps,
    authSecret: process.env.AUTH_SECRET || undefined,
    authSecretPrevious: process.env.AUTH_SECRET_PREVIOUS || undefined,
    authJwtPrivateKey: process.env.AUTH_JWT_PRIVATE_KEY || undefined,
    authJwtPrivateKeyPrevious: process.env.AUTH_JWT_PRIVATE_KEY_PREVIOUS || undefined,
    corsOrigins: originList(process.env.CORS_ORIGINS),
    redirectAllowList: originList(process.env.REDIRECT_ALLOW_LIST),
    ownOrigins: [...new Set([appUrl.origin, ...(isLocal ? loopback : [])])],
    accessTokenTtlSeconds: positiveInteger(process.env.ACCESS_TOKEN_TTL_SECONDS, 900),
    // Browsers drop SameSite=None without Secure, so it is honoured on https alone.
    cookieSameSite: sameSite === "strict" || (sameSite === "none" && isHttps) ? sameSite : "lax",
    isDevelopment,
    isTestBuild: process.env.GATEHOUSE_TEST_BUILD === "1",
    guardKey: process.env.GATEHOUSE_GUARD_KEY || undefined,
  };
};

/** Called by the request guard when it starts: the edge sandbox shares nothing with it but the environment. */
export const publishGuardKey = (key: string): void => {
  process.env.GATEHOUSE_GUARD_KEY = key;
  kept = undefined;
};

const positiveInteger = (value: string | undefined, fallback: number): number =>
  value && /^[1-9]\d*$/.test(value) ? Number(value) : fallback;

/** Addresses of apps, which the list of redirects may hold, have no origin. */
const originList = (value: string | undefined): string[] =>
  (value ?? "").split(",").map((entry) => entry.trim()).filter((entry) => /^https?:/i.test(entry) && URL.canParse(entry)).map((entry) => new URL(entry).origin);
