/**
 * What Node reads from the environment, checked once and typed. Nothing else reads process.env but `lib/edge/env.ts`.
 * Shapes are checked at the first read (so by the build too); presence is `bootFaults()`, since images are built without secrets.
 */
import type { z } from "zod";
import { shape } from "./env-shape";
import { mailFaults } from "./mail-settings";

const MIN_SECRET_LENGTH = 32;
/** Values that were meant to be replaced, from examples and from the habits of other projects. */
const DEFAULT_SECRET = /change[-_ ]?me|your[-_ ]?secret|placeholder|^(.)\1*$/i;
const LOOPBACK_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);

type Shape = z.infer<typeof shape>;

export interface Env extends Shape {
  /** Empty while it is not set: `bootFaults()` says so. */
  databaseUrl: string;
  /** Origin, without a trailing slash. */
  appUrl: string;
  logFormat: "pretty" | "json";
  isProduction: boolean;
  isDevelopment: boolean;
  /** `GATEHOUSE_EMBEDDED=1`, set by the launch scripts: a demonstration on loopback with its own database. */
  isEmbedded: boolean;
  /** Baked in by the build, so that no variable turns a plain build into a test build. */
  isTestBuild: boolean;
  /** On Vercel there is no server of ours: the platform names the client and runs the jobs. */
  isVercel: boolean;
  /** Set where the server is started (image, `npm start`): Next then leaves SIGTERM to us. */
  handlesSignals: boolean;
  /** Mail stays in the house, at /dev/mailbox: outside production, in embedded mode and in test builds. */
  mailboxEnabled: boolean;
  /** Where the demonstration's providers listen, with their client's id and secret; never set in other production builds. */
  demoProviders: URL | undefined;
}

/** camelCase field → its variable. */
const variableOf = (field: string): string =>
  field === "dataDirectory" ? "GATEHOUSE_DATA_DIR" : field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** An empty variable counts as unset. */
const readRaw = (): Record<string, string | undefined> =>
  Object.fromEntries(Object.keys(shape.shape).map((field) => [field, process.env[variableOf(field)] || undefined]));

/** Each variable of this module, for the test that holds .env.example to it. */
export const environmentVariables = (): string[] => Object.keys(shape.shape).map(variableOf);

function parse(): Env {
  const parsed = shape.safeParse(readRaw());
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${variableOf(String(issue.path[0]))}: ${issue.message}`);
    throw new Error(`The environment is not right. ${faults.join(". ")}.`);
  }
  const values = parsed.data;
  const isProduction = process.env.NODE_ENV === "production";
  const isEmbedded = process.env.GATEHOUSE_EMBEDDED === "1";
  return {
    ...values,
    databaseUrl: values.databaseUrl ?? "",
    appUrl: values.appUrl ?? `http://localhost:${values.port}`,
    logFormat: values.logFormat ?? (isProduction && !isEmbedded ? "json" : "pretty"),
    isProduction,
    isDevelopment: process.env.NODE_ENV === "development",
    isEmbedded,
    // Written out, because the build puts the value in its place.
    isTestBuild: process.env.GATEHOUSE_TEST_BUILD === "1",
    isVercel: process.env.VERCEL === "1",
    handlesSignals: Boolean(process.env.NEXT_MANUAL_SIG_HANDLE),
    mailboxEnabled: !isProduction || isEmbedded || process.env.GATEHOUSE_TEST_BUILD === "1",
    demoProviders: demoProviders(!isProduction || isEmbedded || process.env.GATEHOUSE_TEST_BUILD === "1"),
  };
}

/** Set by the launch scripts. Anywhere but on loopback, or in a production that is none of theirs, it is not even read. */
function demoProviders(isAllowed: boolean): URL | undefined {
  const setting = process.env.GATEHOUSE_DEMO_PROVIDERS;
  return isAllowed && setting && URL.canParse(setting) && isLoopback(setting) ? new URL(setting) : undefined;
}

let current: Env | undefined;

/**
 * The environment. Read at the first use and kept.
 *
 * @throws Error at the first use, with one sentence per variable whose shape is wrong
 */
export const env: Env = new Proxy({} as Env, {
  get: (_target, key) => Reflect.get((current ??= parse()), key),
});

/** Reads the environment anew at the next use. For tests and launch scripts, which change it. */
export function forgetEnv(): void {
  current = undefined;
}

const isLoopback = (url: string): boolean => LOOPBACK_HOSTS.has(new URL(url).hostname);

function secretFaults(name: string, value: string): string[] {
  if (value === "") return [`${name} is not set: set it to ${MIN_SECRET_LENGTH} random characters or more (openssl rand -base64 48).`];
  if (value.length < MIN_SECRET_LENGTH) return [`${name} is too short: use ${MIN_SECRET_LENGTH} random characters or more (openssl rand -base64 48).`];
  if (DEFAULT_SECRET.test(value)) return [`${name} is a known default value: make your own (openssl rand -base64 48).`];
  return [];
}

/**
 * What keeps this configuration from serving, one sentence each; empty: nothing. The database's own faults
 * (unreachable, pending migrations, demo accounts) are looked up by the launch script.
 */
export function bootFaults(): string[] {
  const faults: string[] = [];
  if (env.databaseUrl === "") {
    faults.push("DATABASE_URL is not set: set it to a PostgreSQL server, or set GATEHOUSE_EMBEDDED=1 to run the demonstration with its own database.");
  }
  faults.push(...secretFaults("AUTH_SECRET", env.authSecret));
  if (env.authSecretPrevious) faults.push(...secretFaults("AUTH_SECRET_PREVIOUS", env.authSecretPrevious));
  if (env.cronSecret) faults.push(...secretFaults("CRON_SECRET", env.cronSecret));
  if (env.metricsToken) faults.push(...secretFaults("METRICS_TOKEN", env.metricsToken));
  faults.push(...storageFaults(), ...limiterFaults(), ...providerFaults(), ...mailFaults(env, env.isProduction && !env.isEmbedded));
  if (env.corsOrigins.includes("*")) {
    faults.push("CORS_ORIGINS may not be *: the API answers with credentials, so list each origin.");
  }
  if (env.forceHttps && !env.appUrl.startsWith("https://")) faults.push(`FORCE_HTTPS=true leads people to APP_URL, which is ${env.appUrl}: make that https, or remove FORCE_HTTPS.`);
  return env.isProduction && !env.isEmbedded ? [...faults, ...productionFaults()] : faults;
}

function storageFaults(): string[] {
  if (env.storage !== "s3") return [];
  const needed = ["s3Endpoint", "s3Region", "s3Bucket", "s3AccessKeyId", "s3SecretAccessKey"] as const;
  const missing = needed.filter((field) => !env[field]).map(variableOf);
  return missing.length === 0 ? [] : [`STORAGE=s3 needs ${missing.join(", ")}: set what is missing, or remove STORAGE to keep files in PostgreSQL.`];
}

function limiterFaults(): string[] {
  const { redisUrl, upstashRedisRestUrl: url, upstashRedisRestToken: token } = env;
  if (Boolean(url) !== Boolean(token)) return ["UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN belong together: set both, or remove both to count limits elsewhere."];
  return redisUrl && url ? ["REDIS_URL and UPSTASH_REDIS_REST_URL are both set: keep the one in which limits are to be counted."] : [];
}

/** What belongs together in the configuration of providers; the first name of a pair is the one that a sentence names. */
const PROVIDER_PAIRS = [
  ["authGoogleId", "authGoogleSecret"],
  ["authMicrosoftEntraIdId", "authMicrosoftEntraIdSecret"],
  ["authGithubId", "authGithubSecret"],
  ["authAppleId", "authAppleSecret"],
  ["authOidcIssuer", "authOidcId", "authOidcSecret"],
  ["googleClientId", "googleClientSecret"],
  ["microsoftClientId", "microsoftClientSecret"],
] as const;

function providerFaults(): string[] {
  return PROVIDER_PAIRS.flatMap((fields) => {
    const missing = fields.filter((field) => !env[field]).map(variableOf);
    if (missing.length === 0 || missing.length === fields.length) return [];
    return [`${fields.map(variableOf).join(", ")} belong together, and ${missing.join(", ")} is not set: set it, or remove the others.`];
  }).concat((["googleRedirectUri", "microsoftRedirectUri"] as const).flatMap(redirectFault));
}

function redirectFault(field: "googleRedirectUri" | "microsoftRedirectUri"): string[] {
  const address = env[field];
  if (!address || address.startsWith(`${env.appUrl}/api/auth/`)) return [];
  return [`${variableOf(field)} says where a provider sends people, and ${address} is not below APP_URL (${env.appUrl}/api/auth/): mend it, or remove it.`];
}

function productionFaults(): string[] {
  const faults: string[] = [];
  for (const field of ["authOidcIssuer", "authMicrosoftEntraIdIssuer"] as const) {
    const issuer = env[field];
    if (issuer && !issuer.startsWith("https://")) faults.push(`${variableOf(field)} has to be https in production: it says who somebody is.`);
  }
  if (!env.rateLimitEnabled) faults.push("RATE_LIMIT_ENABLED=false is refused in production: remove it.");
  if (!env.appUrl.startsWith("https://") && !isLoopback(env.appUrl)) {
    faults.push(`APP_URL is ${env.appUrl}: in production it has to be https.`);
  }
  if (env.breachedPasswordsUrl && !env.breachedPasswordsUrl.startsWith("https://") && !isLoopback(env.breachedPasswordsUrl)) {
    faults.push("BREACHED_PASSWORDS_URL has to be https in production: whoever listens would learn the beginning of each new password's hash.");
  }
  if (env.s3Endpoint && !env.s3Endpoint.startsWith("https://") && !isLoopback(env.s3Endpoint)) {
    faults.push("S3_ENDPOINT has to be https in production: people's pictures go there.");
  }
  if (env.upstashRedisRestUrl && !env.upstashRedisRestUrl.startsWith("https://") && !isLoopback(env.upstashRedisRestUrl)) {
    faults.push("UPSTASH_REDIS_REST_URL has to be https in production: its token goes there.");
  }
  const plainTargets = env.redirectAllowList.filter((address) => address.startsWith("http://") && !isLoopback(address));
  if (plainTargets.length > 0) faults.push(`REDIRECT_ALLOW_LIST has to be https in production: ${plainTargets.join(", ")} is not.`);
  if (env.insecureLegacyTokenRedirect) faults.push("INSECURE_LEGACY_TOKEN_REDIRECT=true is refused in production: tokens would stand in addresses, which histories and logs keep. Remove it.");
  if (env.adminPassword === "Admin123!") faults.push("ADMIN_PASSWORD is the demonstration's: choose another.");
  return faults;
}
