/** The variables that Node reads, with their shapes and defaults. What they mean together is env.ts's. */
import { z } from "zod";
import { DEFAULT_SENDER } from "./mail-settings";

const whole = (fallback: number, minimum: number, maximum: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(fallback);

const SWITCH = z.enum(["true", "false", "1", "0"]);
const isOn = (value: z.infer<typeof SWITCH>) => value === "true" || value === "1";

const flag = (fallback: boolean) => SWITCH.default(fallback ? "true" : "false").transform(isOn);

const list = z
  .string()
  .default("")
  .transform((value) => value.split(",").map((entry) => entry.trim()).filter((entry) => entry !== ""));

/** `5/60s`: five within sixty seconds. */
const limit = (fallback: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}\/[1-9]\d{0,6}s$/, "write it as <count>/<seconds>s, such as 5/60s")
    .default(fallback)
    .transform((value) => {
      const [points = "", window = ""] = value.split("/");
      return { points: Number(points), windowSeconds: Number(window.slice(0, -1)) };
    });

const httpUrl = z.url({ protocol: /^https?$/ }).transform((value) => new URL(value).origin);

const origins = list.pipe(z.array(z.union([z.literal("*"), httpUrl])));

/** An app's: its scheme is a domain of its maker's turned round, so there is a dot in it (RFC 8252 section 7.1). */
const appAddress = z.string().regex(/^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:\/[^\s#]*$/);

/** As they are written: to apps whole addresses count, to browsers their origins (lib/edge/env.ts). */
const returnAddresses = list.pipe(
  z.array(z.union([z.url({ protocol: /^https?$/ }), appAddress], { error: "list origins (https://app.example.com) and addresses of apps whose scheme is a domain turned round (com.example.app:/callback)" })),
);

export const shape = z.object({
  databaseUrl: z.string().regex(/^postgres(ql)?:\/\//, "write it as postgres://user:password@host:5432/name").optional(),
  dbPooler: z.enum(["none", "transaction"]).default("none"),
  dbPoolMax: whole(10, 1, 500),
  retentionDatabaseUrl: z.string().regex(/^postgres(ql)?:\/\//, "write it as postgres://gatehouse_retention:password@host:5432/name").optional(),
  auditRetentionDays: whole(2192, 1, 36_500),
  databaseSchema: z.string().regex(/^(?!pg_)[a-z_][a-z0-9_]{0,62}$/, "write it in lower case as PostgreSQL names schemas: a-z, 0-9 and underscore, not beginning with pg_").default("public"),
  redisUrl: z.url({ protocol: /^rediss?$/, error: "write it as redis://user:password@host:6379 (rediss:// with TLS)" }).optional(),
  upstashRedisRestUrl: z.url({ protocol: /^https?$/, error: "write it as https://name.upstash.io" }).optional(),
  upstashRedisRestToken: z.string().optional(),
  port: whole(3000, 1, 65535),
  appUrl: httpUrl.optional(),
  authSecret: z.string().default(""),
  authSecretPrevious: z.string().optional(),
  authJwtPrivateKey: z.string().optional(),
  authJwtPrivateKeyPrevious: z.string().optional(),
  tokenDelivery: z.enum(["cookies_only", "body_only", "dual"]).default("cookies_only"),
  accessTokenTtlSeconds: whole(900, 30, 86_400),
  sessionTtlSeconds: whole(2_592_000, 60, 31_536_000),
  sessionIdleTimeoutSeconds: z.coerce.number().int().min(60).max(31_536_000).optional(),
  refreshGraceSeconds: whole(10, 0, 60),
  singleSessionPerUser: flag(false),
  sessionPurgeDays: whole(30, 1, 3650),
  cookieSameSite: z.enum(["lax", "strict", "none"]).default("lax"),
  requireEmailVerification: flag(false),
  passkeys: flag(true),
  magicLink: flag(true),
  mfaRequired: z
    .string()
    .default("off")
    .transform((value): "off" | "all" | string[] => (value === "off" || value === "all" ? value : value.split(",").map((name) => name.trim()).filter((name) => name !== ""))),
  mfaGraceDays: whole(7, 0, 365),
  trustedDeviceDays: whole(30, 0, 365),
  stepUpMinutes: whole(10, 1, 60),
  stepUpBearer: flag(true),
  authGoogleId: z.string().optional(),
  authGoogleSecret: z.string().optional(),
  authMicrosoftEntraIdId: z.string().optional(),
  authMicrosoftEntraIdSecret: z.string().optional(),
  authMicrosoftEntraIdIssuer: z.url({ protocol: /^https?$/, error: "write it as https://login.microsoftonline.com/<tenant>/v2.0" }).optional(),
  authGithubId: z.string().optional(),
  authGithubSecret: z.string().optional(),
  authAppleId: z.string().optional(),
  authAppleSecret: z.string().optional(),
  authOidcIssuer: z.url({ protocol: /^https?$/, error: "write it as the issuer calls itself, such as https://id.example.com" }).optional(),
  authOidcId: z.string().optional(),
  authOidcSecret: z.string().optional(),
  authOidcName: z.string().trim().max(40).default("single sign-on"),
  googleClientId: z.string().optional(),
  googleClientSecret: z.string().optional(),
  googleRedirectUri: z.url({ protocol: /^https?$/ }).optional(),
  microsoftClientId: z.string().optional(),
  microsoftClientSecret: z.string().optional(),
  microsoftRedirectUri: z.url({ protocol: /^https?$/ }).optional(),
  loginMaxAttempts: whole(5, 1, 1000),
  loginAttemptWindowMinutes: whole(30, 1, 1440),
  rateLimitEnabled: flag(true),
  rateLimitLogin: limit("5/60s"),
  rateLimitRegister: limit("3/3600s"),
  rateLimitReset: limit("3/3600s"),
  rateLimitGeneral: limit("1200/60s"),
  rateLimitUser: limit("1200/60s"),
  rateLimitSession: limit("1200/60s"),
  rateLimitRefresh: limit("600/60s"),
  rateLimitInvite: limit("30/3600s"),
  rateLimitOwnWrite: limit("60/60s"),
  rateLimitAdminWrite: limit("300/60s"),
  organizationsCreate: z.enum(["members", "permission"]).default("members"),
  invitationTtlDays: whole(7, 1, 90),
  accountDeletionGraceDays: whole(30, 0, 365),
  passwordPolicy: z.enum(["length", "classes"]).default("length"),
  breachedPasswordsUrl: z.url({ protocol: /^https?$/, error: "write it as https://api.pwnedpasswords.com/range" }).transform((value) => value.replace(/\/+$/, "")).optional(),
  bcryptCost: whole(12, 4, 15),
  passwordHasher: z.enum(["auto", "js"]).default("auto"),
  trustedProxies: list,
  permissionCacheTtlSeconds: whole(300, 0, 86_400),
  corsOrigins: origins,
  redirectAllowList: returnAddresses,
  insecureLegacyTokenRedirect: flag(false),
  forceHttps: flag(false),
  adminEmail: z.email().optional(),
  adminPassword: z.string().optional(),
  emailService: z.enum(["resend", "smtp", "gmail", "brevo", "mailbox"]).optional(),
  resendApiKey: z.string().optional(),
  resendBaseUrl: z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, "")).default("https://api.resend.com"),
  emailFrom: z.string().regex(/^([^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, "write it as Name <you@your.domain>").default(DEFAULT_SENDER),
  smtpUrl: z.url({ protocol: /^smtps?$/, error: "write it as smtp://user:password@host:587 (smtps:// with TLS from the start)" }).optional(),
  mailServer: z.string().regex(/^[^\s/:@]+$/, "write the host alone, such as smtp.example.com; the port is MAIL_PORT").optional(),
  mailPort: z.coerce.number().int().min(1).max(65_535).optional(),
  mailUseTls: SWITCH.transform(isOn).optional(),
  mailUsername: z.string().optional(),
  mailPassword: z.string().optional(),
  storage: z.enum(["postgres", "s3"]).default("postgres"),
  s3Endpoint: httpUrl.optional(),
  s3Region: z.string().optional(),
  s3Bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "write it as S3 names buckets: 3 to 63 of a-z, 0-9, dot and hyphen").optional(),
  s3AccessKeyId: z.string().optional(),
  s3SecretAccessKey: z.string().optional(),
  s3ForcePathStyle: flag(true),
  compat: flag(true), // feature:compat
  logLevel: z.enum(["debug", "info", "warn", "error"]).default("info"),
  logFormat: z.enum(["pretty", "json"]).optional(),
  cronSecret: z.string().optional(),
  metricsToken: z.string().optional(),
  dataDirectory: z.string().default(".data"),
});
