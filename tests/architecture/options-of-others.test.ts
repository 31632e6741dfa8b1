import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { environmentVariables } from "@/lib/env";
import { ROOT } from "./source-files";

const text = readFileSync(join(ROOT, "docs/configuration.md"), "utf8");
const example = readFileSync(join(ROOT, ".env.example"), "utf8");

interface Row {
  theirs: string[];
  verdict: string;
  ours: string[];
  why: string;
}

const named = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

const rows: Row[] = text
  .slice(text.indexOf("## Options of other systems"))
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map(([, theirs = "", , verdict = "", ours = "", why = ""]) => ({ theirs: named(theirs), verdict, ours: named(ours), why }));

/** Each option that flask-headless-auth's documents name. */
const FLASK = [
  "SECRET_KEY", "JWT_SECRET_KEY", "SQLALCHEMY_DATABASE_URI", "AUTHSVC_URL_PREFIX", "AUTHSVC_RBAC_URL_PREFIX", "AUTHSVC_ADMIN_URL_PREFIX", "AUTHSVC_AUDIT_URL_PREFIX", "AUTHSVC_TABLE_PREFIX",
  "AUTHSVC_ENABLE_OAUTH", "AUTHSVC_ENABLE_MFA", "AUTHSVC_ENABLE_RBAC", "AUTHSVC_ENABLE_ADMIN", "AUTHSVC_ENABLE_AUDIT", "AUTHSVC_RBAC_ADMIN_ROLE", "AUTHSVC_RBAC_ADMIN_PERMISSION", "AUTHSVC_CACHE_PERMISSIONS",
  "AUTHSVC_PERMISSION_CACHE_TTL", "AUTHSVC_CACHE_USER_DATA", "AUTHSVC_CACHE_TIMEOUT", "AUTHSVC_SESSION_TIMEOUT_MINUTES", "AUTHSVC_SESSION_INACTIVITY_TIMEOUT", "AUTHSVC_SINGLE_SESSION_PER_USER",
  "AUTHSVC_PURGE_REVOKED_AFTER_DAYS", "AUTHSVC_MAX_LOGIN_ATTEMPTS", "AUTHSVC_LOGIN_ATTEMPT_WINDOW", "AUTHSVC_TOKEN_DELIVERY", "AUTHSVC_FORCE_HTTPS", "AUTHSVC_CORS_ORIGINS", "AUTHSVC_ALLOWED_REDIRECT_URLS",
  "REQUIRE_EMAIL_VERIFICATION", "POST_LOGIN_REDIRECT_URL", "FRONTEND_URL", "JWT_TOKEN_LOCATION", "JWT_HEADER_NAME", "JWT_HEADER_TYPE", "JWT_ACCESS_TOKEN_EXPIRES", "JWT_REFRESH_TOKEN_EXPIRES",
  "JWT_COOKIE_SECURE", "JWT_COOKIE_HTTPONLY", "JWT_COOKIE_SAMESITE", "JWT_COOKIE_CSRF_PROTECT", "JWT_BLACKLIST_ENABLED", "WTF_CSRF_ENABLED", "CACHE_TYPE", "CACHE_DEFAULT_TIMEOUT", "CACHE_REDIS_URL",
  "CACHE_REDIS_HOST", "CACHE_REDIS_PORT", "CACHE_REDIS_DB", "RATELIMIT_ENABLED", "RATELIMIT_DEFAULT", "RATELIMIT_STORAGE_URL", "GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", "GOOGLE_REDIRECT_URI",
  "MICROSOFT_CLIENT_ID", "MICROSOFT_CLIENT_SECRET", "MICROSOFT_REDIRECT_URI", "EMAIL_SERVICE", "MAIL_SERVER", "MAIL_PORT", "MAIL_USE_TLS", "MAIL_USERNAME", "MAIL_PASSWORD", "BREVO_API_KEY",
  "BREVO_SENDER_EMAIL", "BREVO_SENDER_NAME",
];

describe("the options of other systems in docs/configuration.md", () => {
  it("are all of flask-headless-auth's", () => {
    const listed = new Set(rows.flatMap(({ theirs }) => theirs));
    expect(FLASK.filter((name) => !listed.has(name))).toEqual([]);
  });

  it("are kept or renamed to variables that exist and stand in .env.example", () => {
    const ours = rows.flatMap(({ ours }) => ours);
    expect(ours.length).toBeGreaterThan(30);
    expect(ours.filter((name) => !environmentVariables().includes(name))).toEqual([]);
    expect(ours.filter((name) => !new RegExp(`^${name}=`, "m").test(example))).toEqual([]);
  });

  it("have a verdict that fits: a name of ours where there is one, a reason where there is none", () => {
    const unfit = rows.filter(({ theirs, verdict, ours, why }) => {
      if (verdict === "kept") return ours.join() !== theirs.join();
      if (verdict === "renamed") return ours.length === 0;
      return !["dropped", "pending"].includes(verdict) || ours.length > 0 || why === "";
    });
    expect(unfit).toEqual([]);
  });
});
