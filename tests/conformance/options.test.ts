import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, vi } from "vitest";
import { bootFaults, type Env, env, environmentVariables } from "@/lib/env";
import { safeReturnTo } from "@/lib/http/return-to";
import { smtpServerOf } from "@/lib/mail-settings";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { sql } from "../setup/sql";
import { withEnv } from "../setup/with-env";
import { conforms } from "./conforms";
import type { TestedId } from "./rows/all-rows";
import { options as optionRows } from "./rows/options";
import { send } from "./wire";

vi.mock("@/gatehouse.config", async () => {
  const { z } = await import("zod");
  const { defineConfig } = await import("@/lib/hooks/define-config");
  const company = { schema: z.string().trim().min(2).max(60), label: "Company", writtenBy: "owner" } as const;
  return { default: defineConfig({ userFields: { company }, hooks: { customAccessToken: () => ({ team: "harbour" }) } }) };
});

/** The variable that stands for an option, its field, and what it is when nothing is set. */
const RENAMED: [TestedId, string, keyof Env, unknown][] = [
  ["4.1-AUTHSVC_TABLE_PREFIX", "DATABASE_SCHEMA", "databaseSchema", "public"],
  ["4.1-AUTHSVC_SESSION_TIMEOUT_MINUTES", "SESSION_TTL_SECONDS", "sessionTtlSeconds", 2_592_000],
  ["4.1-AUTHSVC_SESSION_INACTIVITY_TIMEOUT", "SESSION_IDLE_TIMEOUT_SECONDS", "sessionIdleTimeoutSeconds", undefined],
  ["4.1-AUTHSVC_SINGLE_SESSION_PER_USER", "SINGLE_SESSION_PER_USER", "singleSessionPerUser", false],
  ["4.1-AUTHSVC_PERMISSION_CACHE_TTL", "PERMISSION_CACHE_TTL_SECONDS", "permissionCacheTtlSeconds", 300],
  ["4.1-AUTHSVC_PURGE_REVOKED_AFTER_DAYS", "SESSION_PURGE_DAYS", "sessionPurgeDays", 30],
  ["4.1-AUTHSVC_MAX_LOGIN_ATTEMPTS", "LOGIN_MAX_ATTEMPTS", "loginMaxAttempts", 5],
  ["4.1-AUTHSVC_LOGIN_ATTEMPT_WINDOW", "LOGIN_ATTEMPT_WINDOW_MINUTES", "loginAttemptWindowMinutes", 30],
  ["4.1-AUTHSVC_TOKEN_DELIVERY", "TOKEN_DELIVERY", "tokenDelivery", "cookies_only"],
  ["4.1-AUTHSVC_FORCE_HTTPS", "FORCE_HTTPS", "forceHttps", false],
  ["4.1-AUTHSVC_CORS_ORIGINS", "CORS_ORIGINS", "corsOrigins", []],
  ["4.1-AUTHSVC_ALLOWED_REDIRECT_URLS", "REDIRECT_ALLOW_LIST", "redirectAllowList", []],
  ["4.1-JWT_ACCESS_TOKEN_EXPIRES", "ACCESS_TOKEN_TTL_SECONDS", "accessTokenTtlSeconds", 900],
  ["4.1-JWT_REFRESH_TOKEN_EXPIRES", "SESSION_TTL_SECONDS", "sessionTtlSeconds", 2_592_000],
  ["4.1-JWT_COOKIE", "COOKIE_SAME_SITE", "cookieSameSite", "lax"],
  ["4.1-RATELIMIT_ENABLED", "RATE_LIMIT_ENABLED", "rateLimitEnabled", true],
  ["4.1-RATELIMIT_DEFAULT", "RATE_LIMIT_GENERAL", "rateLimitGeneral", { points: 1200, windowSeconds: 60 }],
  ["4.1-RATELIMIT_STORAGE_URL", "REDIS_URL", "redisUrl", undefined],
  ["4.1-EMAIL_SERVICE", "EMAIL_SERVICE", "emailService", undefined],
];

describe("options that are variables", () => {
  for (const [id, variable, field, value] of RENAMED) {
    conforms(id, () =>
      withEnv({ [variable]: undefined }, async () => {
        expect(environmentVariables()).toContain(variable);
        expect(env[field]).toEqual(value);
      }),
    );
  }

  conforms("4.1-MAIL_SERVER", () =>
    withEnv({ EMAIL_SERVICE: "gmail", MAIL_SERVER: undefined, MAIL_PORT: undefined, MAIL_USE_TLS: undefined, MAIL_USERNAME: "shop@example.com", MAIL_PASSWORD: "app password" }, async () => {
      expect(smtpServerOf(env)).toEqual({ host: "smtp.gmail.com", port: 587, tls: "upgraded", login: { user: "shop@example.com", password: "app password" } });
      await withEnv({ MAIL_SERVER: "mail.example.com", MAIL_PORT: "2525", MAIL_USE_TLS: "false" }, async () => expect(smtpServerOf(env)).toMatchObject({ host: "mail.example.com", port: 2525, tls: "none" }));
    }),
  );
  conforms("4.1-SECRET_KEY", () => withEnv({ AUTH_SECRET: undefined }, async () => expect(bootFaults().join(" ")).toContain("AUTH_SECRET is not set")));
  conforms("4.1-SQLALCHEMY_DATABASE_URI", () => withEnv({ DATABASE_URL: undefined }, async () => expect(bootFaults().join(" ")).toContain("DATABASE_URL is not set")));
  conforms("4.1-FRONTEND_URL", () => withEnv({ APP_URL: "https://app.example.com/" }, async () => expect(env.appUrl).toBe("https://app.example.com")));
  conforms("4.5-BCRYPT_ROUNDS", () => withEnv({ BCRYPT_COST: undefined }, async () => expect(env.bcryptCost).toBe(12)));

  conforms("4.1-JWT_SECRET_KEY", async () => {
    const viewer = await makeViewer();
    await withEnv({ AUTH_SECRET: "another of the tests alone: 7f1cbe0b8a2c4d61aa0f5e3d" }, async () => expect((await send("GET /api/auth/check-auth", { as: viewer })).status).toBe(401));
  });

  conforms("4.5-DATABASE_URL", () => {
    expect(environmentVariables()).toEqual(expect.arrayContaining(["DATABASE_URL", "REDIS_URL", "CORS_ORIGINS", "RATE_LIMIT_ENABLED", "LOG_LEVEL"]));
  });

  conforms("4.5-SSL_REQUIRED", () => withEnv({ NODE_ENV: "production", APP_URL: "http://app.example.com" }, async () => expect(bootFaults().join(" ")).toContain("has to be https")));

  const read = (file: string) => readFileSync(join(import.meta.dirname, "../..", file), "utf8");
  const namesIn = (cell = "") => [...cell.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = ""]) => name);

  conforms("4.1-table", () => {
    const documented = read("docs/configuration.md").split("\n").map((line) => line.split("|").map((cell) => cell.trim())).filter(([, , , verdict]) => /^(kept|renamed|dropped|pending)$/.test(verdict ?? ""));
    const options = documented.flatMap(([, theirs]) => namesIn(theirs));
    const ours = optionRows.rows.map(({ id }) => /^4\.1-([A-Z_]+)$/.exec(id)?.[1]).filter((name): name is string => name !== undefined);
    expect(ours.filter((name) => !options.some((option) => option === name || option.startsWith(`${name}_`)))).toEqual([]);
    for (const [, theirs, , verdict, variables] of documented) {
      const renamedTo = namesIn(variables);
      expect([renamedTo.length > 0, renamedTo.filter((name) => !environmentVariables().includes(name))], theirs).toEqual([verdict === "kept" || verdict === "renamed", []]);
    }
  });

  conforms("4.5-documented", () => {
    const [example, documented] = [read(".env.example"), read("docs/configuration.md")];
    expect(environmentVariables().filter((name) => !example.includes(`${name}=`) || !documented.includes(`\`${name}\``))).toEqual([]);
  });
});

describe("options that are always so", () => {
  conforms("4.1-AUTHSVC_RBAC_ADMIN_PERMISSION", async () => {
    const viewer = await makeViewer(["rbac.admin"]);
    for (const path of ["roles", "permissions", "export"]) expect((await send(`GET /api/rbac/${path}`, { as: viewer })).status).toBe(200);
  });

  conforms("4.1-AUTHSVC_CACHE_PERMISSIONS", async () => {
    const viewer = await makeViewer(["users.view"]);
    const ask = async () => (await send("GET /api/rbac/me/permissions", { as: viewer })).body.permissions as string[];
    expect(await ask()).toEqual(["users.view"]);
    await sql("UPDATE role_assignments SET expires_at = app_now() WHERE user_id = $1", [viewer.user.id]);
    expect(await ask()).toEqual([]);
  });

  conforms("4.1-POST_LOGIN_REDIRECT_URL", () => expect([safeReturnTo(undefined), safeReturnTo("/reports?page=2"), safeReturnTo("//evil.example")]).toEqual(["/dashboard", "/reports?page=2", "/dashboard"]));

  conforms("4.1-JWT_TOKEN_LOCATION", async () => {
    const viewer = await makeViewer();
    for (const request of [{ as: viewer }, { cookies: { access_token: viewer.accessToken } }]) expect((await send("GET /api/auth/check-auth", request)).status).toBe(200);
  });

  conforms("4.1-JWT_HEADER", async () => {
    const { accessToken } = await makeViewer();
    for (const [authorization, status] of [[`Bearer ${accessToken}`, 200], [`bearer ${accessToken}`, 200], [accessToken, 401], [`Basic ${accessToken}`, 401]] as const) expect((await send("GET /api/auth/check-auth", { headers: { authorization } })).status, authorization.slice(0, 8)).toBe(status);
  });

  conforms("4.1-JWT_COOKIE_CSRF_PROTECT", async () => {
    const viewer = await makeViewer();
    expect((await send("POST /api/auth/logout", { cookies: { access_token: viewer.accessToken }, headers: { origin: "https://evil.example" } })).body.code).toBe("CSRF");
  });

  conforms("4.1-JWT_BLACKLIST_ENABLED", async () => {
    const viewer = await makeViewer();
    await send("POST /api/auth/logout", { as: viewer });
    expect((await send("GET /api/auth/check-auth", { as: viewer })).status).toBe(401);
  });

  conforms("4.1-methods", async () => {
    const user = await makeUser();
    const made = await makeSession(user);
    const as = { accessToken: made.accessToken };
    expect((await send("GET /api/audit/sessions/me", { as })).body).toMatchObject({ sessions: [{ id: made.sessionId }] });
    const anew = await send("POST /api/auth/token/refresh", { body: { refresh_token: made.refreshToken } });
    expect(decodeJwt(String(anew.body.access_token))).toMatchObject({ sub: user.id, sid: made.sessionId, team: "harbour" });
    const edited = await send("PUT /api/auth/user/@me", { as, body: { company: "Analytical Engines" } });
    expect([edited.status, edited.body.user]).toMatchObject([200, { id: user.id, company: "Analytical Engines" }]);
    expect((await send("PUT /api/auth/user/@me", { as, body: { company: "x" } })).status).toBe(422);
  });

  conforms("4.5-JWT_ALGORITHM", async () => expect(decodeProtectedHeader((await makeViewer()).accessToken)).toMatchObject({ alg: "HS256", typ: "at+jwt" }));

  conforms("4.5-PAGE_SIZE", async () => {
    const as = await makeViewer(["users.view"]);
    expect([(await send("GET /api/admin/users", { as })).body.per_page, (await send("GET /api/admin/users?per_page=101", { as })).status]).toEqual([20, 422]);
  });

  conforms("4.5-MAX_CONTENT_LENGTH", async () => {
    const answer = await send("POST /api/auth/register", { body: { email: "a@example.com", password: "x".repeat(1024 * 1024) } });
    expect([answer.status, answer.body.code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
  });
});
