import { afterEach, describe, expect, it, vi } from "vitest";
import { edgeNowSeconds } from "@/lib/edge/clock";
import { cookieAttributes, cookieNames } from "@/lib/edge/cookies";
import { corsHeaders, isAllowedOrigin, isOwnOrigin } from "@/lib/edge/cors";
import { edgeEnv } from "@/lib/edge/env";
import { errorResponse, refusals } from "@/lib/edge/envelope";
import { isPrivateHeader, privateHeaders } from "@/lib/edge/private-headers";
import { apiSecurityHeaders, pagePolicy, securityHeaders } from "@/lib/edge/security-headers";

afterEach(() => vi.unstubAllEnvs());

const from = (origin: string, extra: Record<string, string> = {}) => ({ headers: new Headers({ origin, ...extra }) });

describe("cookies", () => {
  it("bear __Host- and Secure on https, and neither on plain localhost", () => {
    vi.stubEnv("APP_URL", "https://gate.example");
    expect(cookieNames()).toEqual({ access: "__Host-access_token", refresh: "__Host-refresh_token", device: "__Host-device_id", mfa: "__Host-mfa_token", lastProvider: "__Host-last_provider", flash: "__Host-flash" });
    expect(cookieAttributes()).toEqual({ httpOnly: true, secure: true, sameSite: "lax", path: "/" });
    vi.stubEnv("APP_URL", "");
    vi.stubEnv("PORT", "4000");
    expect(edgeEnv().appUrl).toBe("http://localhost:4000");
    expect(cookieNames().access).toBe("access_token");
    expect(cookieAttributes().secure).toBe(false);
  });

  it("take SameSite=None on https alone", () => {
    vi.stubEnv("COOKIE_SAME_SITE", "none");
    vi.stubEnv("APP_URL", "http://localhost:3000");
    expect(cookieAttributes().sameSite).toBe("lax");
    vi.stubEnv("APP_URL", "https://gate.example");
    expect(cookieAttributes().sameSite).toBe("none");
  });
});

describe("CORS", () => {
  it("names exactly an origin of the list, never a look-alike, null or *", () => {
    vi.stubEnv("APP_URL", "https://gate.example");
    vi.stubEnv("CORS_ORIGINS", " https://app.example/ , *, junk,https://two.example:8443");
    for (const origin of ["https://gate.example", "https://app.example", "https://two.example:8443"]) {
      expect(corsHeaders(from(origin))["access-control-allow-origin"], origin).toBe(origin);
    }
    for (const origin of ["null", "*", "http://app.example", "https://app.example.evil.test", "https://evil-app.example", "https://app.example:8443", "https://APP.example"]) {
      expect(corsHeaders(from(origin)), origin).toEqual({ vary: "Origin" });
    }
    expect([isOwnOrigin("https://app.example"), isAllowedOrigin("https://app.example")]).toEqual([false, true]);
  });

  it("answers a preflight with the methods and sound header names only", () => {
    vi.stubEnv("APP_URL", "https://gate.example");
    const asked = "content-type, X-Tenant, bad header, x\u00e9, " + Array.from({ length: 50 }, (_, i) => `x-${i}`).join(",");
    const headers = corsHeaders(from("https://gate.example", { "access-control-request-headers": encodeURI(asked) }), true);
    expect(headers["access-control-allow-methods"]).toContain("DELETE");
    expect(headers["access-control-allow-headers"]).toMatch(/^Content-Type, Authorization, X-Requested-With/);
    expect(headers["access-control-allow-headers"]?.split(",").length).toBeLessThanOrEqual(23);
    expect(headers["access-control-allow-credentials"]).toBe("true");
  });

  it("counts the loopback names as ours in development and embedded mode alone", () => {
    vi.stubEnv("APP_URL", "http://localhost:3000");
    expect(isOwnOrigin("http://127.0.0.1:3000")).toBe(false);
    vi.stubEnv("GATEHOUSE_EMBEDDED", "1");
    expect(isOwnOrigin("http://127.0.0.1:3000") && isOwnOrigin("http://[::1]:3000")).toBe(true);
    expect(isOwnOrigin("http://127.0.0.1:3001")).toBe(false);
  });
});

describe("security headers", () => {
  it("keep every answer out of frames and sniffing, and an answer of the API from being rendered or kept @asvs V3.4.4 @asvs V3.4.6", () => {
    vi.stubEnv("APP_URL", "http://localhost:3000");
    const everywhere = { "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "strict-origin-when-cross-origin", "cross-origin-opener-policy": "same-origin" };
    expect(securityHeaders()).toMatchObject(everywhere);
    expect(pagePolicy("n")).toContain("frame-ancestors 'none'");
    expect(apiSecurityHeaders()).toMatchObject({ ...everywhere, "cache-control": "no-store" });
    expect(apiSecurityHeaders()["content-security-policy"]).toMatch(/^default-src 'none'; frame-ancestors 'none'/);
  });

  it("speak of https only there, and allow eval in development only", () => {
    vi.stubEnv("APP_URL", "http://localhost:3000");
    expect(securityHeaders()).not.toHaveProperty("strict-transport-security");
    expect(pagePolicy("n")).not.toMatch(/unsafe-eval|upgrade-insecure|script-src[^;]*unsafe-inline/);
    vi.stubEnv("NODE_ENV", "development");
    expect(pagePolicy("n")).toContain("unsafe-eval");
    vi.stubEnv("APP_URL", "https://gate.example");
    expect(securityHeaders()["strict-transport-security"]).toMatch(/^max-age=\d{8}/);
  });

  it("come with every refusal, and Retry-After is a whole number", async () => {
    const response = errorResponse({ ...refusals.unavailable, retryAfterSeconds: 0.2 }, "id", { vary: "Origin" });
    expect(Object.fromEntries(response.headers)).toMatchObject({ "retry-after": "1", "x-request-id": "id", "x-content-type-options": "nosniff", "cache-control": "no-store", vary: "Origin" });
    expect(await response.json()).toEqual({ error: refusals.unavailable.message, code: "UNAVAILABLE", request_id: "id" });
  });
});

describe("private headers", () => {
  it.each([...Object.values(privateHeaders), "X-Gatehouse-Anything", "x-middleware-subrequest", "X-Middleware-Rewrite", "x-invoke-path", "x-matched-path", "x-nextjs-data", "x-http-method-override", "x-original-url"])("%s is not a client's", (name) => {
    expect(isPrivateHeader(name)).toBe(true);
  });

  it.each(["authorization", "cookie", "x-forwarded-for", "next-action", "rsc", "next-router-state-tree", "x-requested-with", "x-nextjs-request-id"])("%s is", (name) => {
    expect(isPrivateHeader(name)).toBe(false);
  });
});

describe("the edge's clock", () => {
  const headers = new Headers({ [privateHeaders.clock]: "3600000" });

  it("moves in a test build alone", () => {
    const real = Math.floor(Date.now() / 1000);
    vi.stubEnv("GATEHOUSE_TEST_BUILD", "");
    expect(edgeNowSeconds(headers) - real).toBeLessThanOrEqual(1);
    vi.stubEnv("GATEHOUSE_TEST_BUILD", "1");
    expect(edgeNowSeconds(headers) - real).toBeGreaterThanOrEqual(3600);
    expect(edgeNowSeconds(new Headers({ [privateHeaders.clock]: "junk" })) - real).toBeLessThanOrEqual(1);
  });
});
