import { NextRequest } from "next/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Access } from "@/lib/edge/access";
import { gate } from "@/lib/edge/gate";
import { policyFinder, pathSegments } from "@/lib/edge/policy";
import type { PolicyEntry } from "@/lib/edge/policy-entry";
import { signAccessToken, type AccessTokenClaims } from "@/lib/edge/token";
import { claims, NOW } from "./claims";

const access: Access = { kind: "permission", mode: "all", permissions: ["users.view"] };
const entries: PolicyEntry[] = [
  { kind: "page", pattern: "/", access: { kind: "anyone" } },
  { kind: "page", pattern: "/login", access: { kind: "anyone" }, hasActions: true },
  { kind: "page", pattern: "/account", access: { kind: "signed-in" }, hasActions: true },
  { kind: "page", pattern: "/admin/users/[id]", access, hasActions: true },
  { kind: "api", pattern: "/api/admin/users/[id]", methods: { GET: access } },
  { kind: "api", pattern: "/api/audit/sessions/me", methods: { GET: { kind: "signed-in" } } },
];
const find = policyFinder(entries);
const findPolicy = (pathname: string) => {
  const segments = pathSegments(pathname);
  return segments && find(segments);
};

beforeEach(() => {
  vi.stubEnv("APP_URL", "http://localhost:3000");
  vi.stubEnv("AUTH_SECRET", "a-secret-of-this-test-with-enough-characters-1");
  vi.stubEnv("CORS_ORIGINS", "https://app.example");
});
afterEach(() => vi.unstubAllEnvs());

interface Ask {
  method?: string;
  headers?: Record<string, string>;
  token?: Partial<AccessTokenClaims>;
  refresh?: boolean;
}

/** Asks the gate; `token` and `refresh` become cookies. */
const ask = async (path: string, { method = "GET", headers = {}, token, refresh }: Ask = {}) => {
  const cookies = [token && `access_token=${await signAccessToken(claims(token))}`, refresh && "refresh_token=r"].filter(Boolean);
  const all = cookies.length > 0 ? { ...headers, cookie: cookies.join("; ") } : headers;
  return gate(new NextRequest(new URL(path, "http://localhost:3000"), { method, headers: all }), findPolicy);
};

const goesOn = (response: Response) => response.headers.get("x-middleware-next") === "1";
const rewrittenTo = (response: Response) => {
  const target = response.headers.get("x-middleware-rewrite");
  return target && new URL(target).pathname;
};
const location = (response: Response) => {
  const url = new URL(response.headers.get("location") ?? "");
  return `${url.pathname}?${decodeURIComponent(url.search.slice(1))}`;
};
const sent = (response: Response, name: string) => response.headers.get(`x-middleware-request-${name}`);
const expired = { exp: NOW - 5 };
const held = { perms: ["users.*"] };

describe("a page", () => {
  it("goes on for anyone, unknown or not, with the nonce in both policies", async () => {
    for (const path of ["/", "/login", "/nowhere"]) {
      const response = await ask(path);
      expect(goesOn(response), path).toBe(true);
      const policy = response.headers.get("content-security-policy") ?? "";
      expect(policy).toContain(`'nonce-${sent(response, "x-gatehouse-nonce")}'`);
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(sent(response, "content-security-policy")).toBe(policy);
      expect(sent(response, "x-request-id")).toBe(response.headers.get("x-request-id"));
    }
  });

  it("goes on with a good token that holds the permission, or is too large to say", async () => {
    expect(goesOn(await ask("/account", { token: {} }))).toBe(true);
    expect(goesOn(await ask("/admin/users/7", { token: held }))).toBe(true);
    expect(goesOn(await ask("/admin/users/7", { token: { perms: undefined } }))).toBe(true);
  });

  it("leads nobody to sign in, and back", async () => {
    for (const asked of [{}, { token: expired }, { headers: { cookie: "access_token=junk" } }]) {
      const response = await ask("/admin/users/7?tab=a&_rsc=x", asked);
      expect(response.status).toBe(307);
      expect(location(response)).toBe("/login?return_to=/admin/users/7?tab=a");
    }
  });

  it("goes through the refresh route once", async () => {
    for (const asked of [{ refresh: true }, { refresh: true, token: expired }]) {
      expect(location(await ask("/account?a=1", asked))).toBe("/api/auth/session/refresh?return_to=/account?a=1&__refreshed=1");
      expect(location(await ask("/account?a=1&__refreshed=1", asked))).toBe("/login?return_to=/account?a=1");
    }
    expect(location(await ask("/account?a=1&__refreshed=1", { refresh: true, token: {} }))).toBe("/account?a=1");
  });

  it("is denied with 403 for want of the permission, after one refresh of an older token", async () => {
    const old = { perms: [], iat: NOW - 60 };
    expect(location(await ask("/admin/users/7", { token: old, refresh: true }))).toContain("/api/auth/session/refresh?");
    const cases: [string, Ask][] = [
      ["/admin/users/7?__refreshed=1", { token: old, refresh: true }],
      ["/admin/users/7", { token: old }],
      ["/admin/users/7", { token: { ...old, iat: NOW - 2 }, refresh: true }],
    ];
    for (const [path, asked] of cases) {
      const response = await ask(path, asked);
      expect(response.status).toBe(403);
      expect(rewrittenTo(response)).toBe("/denied");
      expect(sent(response, "x-gatehouse-path")).toBe("/admin/users/7");
      expect(JSON.parse(sent(response, "x-gatehouse-denied") ?? "")).toEqual(access);
    }
  });

  it("takes posts of forms and actions where it has any, whoever sends them, and no other method", async () => {
    const form = { "content-type": "multipart/form-data; boundary=x" };
    for (const headers of [form, { "content-type": "application/x-www-form-urlencoded" }, { "next-action": "0".repeat(42) }]) {
      expect(goesOn(await ask("/admin/users/7", { method: "POST", headers }))).toBe(true);
      expect((await ask("/", { method: "POST", headers })).status).toBe(405);
      expect((await ask("/nowhere", { method: "POST", headers })).status).toBe(405);
    }
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const response = await ask("/admin/users/7", { method, headers: { "content-type": "application/json" } });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    }
  });

  it("is 400 where the path cannot be decoded", async () => {
    expect((await ask("/admin/users/%E0%A4%A")).status).toBe(400);
    expect((await ask("/admin/users/%00")).status).toBe(400);
  });

  it("is not opened by encoding, case, or what prefetching browsers send", async () => {
    expect(location(await ask("/%61dmin/users/7"))).toContain("/login?");
    const headers = { "next-router-prefetch": "1", purpose: "prefetch", rsc: "1", "x-middleware-prefetch": "1", "x-nextjs-data": "1" };
    expect(location(await ask("/admin/users/7", { headers }))).toContain("/login?");
  });
});

describe("an API path", () => {
  it("answers nobody, and an expired or broken token, with one 401 in the envelope, with CORS for the list", async () => {
    const origin = "https://app.example";
    const bodies = new Set<string>();
    for (const asked of [{}, { token: expired, refresh: true }, { headers: { authorization: "Bearer a.b.c" } }]) {
      const headers = { ...("headers" in asked ? asked.headers : {}), origin };
      const response = await ask("/api/admin/users/7", { ...asked, headers });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(response.headers.get("access-control-allow-origin")).toBe(origin);
      const body = (await response.json()) as { request_id: string };
      expect(body.request_id).toBe(response.headers.get("x-request-id"));
      bodies.add(JSON.stringify({ ...body, request_id: "" }));
    }
    expect([...bodies]).toEqual(['{"error":"You are not signed in (401).","code":"UNAUTHORIZED","request_id":""}']);
    const foreign = await ask("/api/admin/users/7", { headers: { origin: "https://evil.example" } });
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("goes on with the permission, by cookie or Bearer, for HEAD as for GET; without it Node denies", async () => {
    const bearer = { authorization: `Bearer ${await signAccessToken(claims(held))}` };
    expect(goesOn(await ask("/api/admin/users/7", { token: held }))).toBe(true);
    expect(goesOn(await ask("/api/admin/users/7", { headers: bearer }))).toBe(true);
    expect(goesOn(await ask("/api/admin/users/7", { headers: bearer, token: {} }))).toBe(true);
    expect(goesOn(await ask("/api/audit/sessions/me", { token: {} }))).toBe(true);
    for (const method of ["GET", "HEAD"]) {
      const response = await ask("/api/admin/users/7", { method, token: {}, refresh: true });
      expect([response.status, rewrittenTo(response)]).toEqual([403, "/denied/api"]);
    }
  });

  it("leaves preflights, undeclared methods, unknown paths and credentials that are no JWT to the server", async () => {
    expect(goesOn(await ask("/api/admin/users/7", { method: "OPTIONS" }))).toBe(true);
    expect(goesOn(await ask("/api/admin/users/7", { method: "DELETE" }))).toBe(true);
    expect(goesOn(await ask("/api/nowhere"))).toBe(true);
    expect(goesOn(await ask("/api/admin/users/7", { headers: { authorization: "Bearer gk_live_1" } }))).toBe(true);
  });
});

describe("private headers", () => {
  const forged = { "x-gatehouse-guard": "guess", "x-gatehouse-request-id": "forged", "x-gatehouse-client-address": "1.2.3.4", "x-gatehouse-denied": "{}", "x-middleware-subrequest": "middleware" };

  it("of a client never go on", async () => {
    const response = await ask("/login", { headers: forged });
    const overridden = response.headers.get("x-middleware-override-headers")?.split(",") ?? [];
    expect(overridden).toEqual(expect.arrayContaining(["x-gatehouse-path", "x-gatehouse-request-id"]));
    for (const name of ["x-gatehouse-guard", "x-gatehouse-client-address", "x-gatehouse-denied", "x-middleware-subrequest"]) expect(overridden).not.toContain(name);
    expect(sent(response, "x-gatehouse-request-id")).not.toBe("forged");
  });

  it("of the guard do, when it proves itself, but for the proof", async () => {
    vi.stubEnv("GATEHOUSE_GUARD_KEY", "guess");
    const response = await ask("/login", { headers: forged });
    expect(sent(response, "x-gatehouse-request-id")).toBe("forged");
    expect(sent(response, "x-gatehouse-client-address")).toBe("1.2.3.4");
    expect(sent(response, "x-gatehouse-guard")).toBeNull();
    expect(sent(response, "x-gatehouse-denied")).toBeNull();
  });
});
