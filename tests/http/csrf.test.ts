import { describe, expect, it } from "vitest";
import { endOtherSessions } from "@/lib/features/sessions/operations/end-other-sessions";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { makeSession } from "../factories/make-session";
import { makeViewer } from "../factories/make-viewer";
import { callAs } from "../setup/call-as";
import { http } from "../setup/http";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { oneRow } from "../setup/sql";
import { TEST_ORIGIN } from "../setup/test-context";
import { withEnv } from "../setup/with-env";

const revokeRoute = await import("@/app/api/audit/sessions/revoke-all/route");
const checkRoute = await import("@/app/api/auth/check-auth/route");
const loginRoute = await import("@/app/api/auth/login/route");

type Site = { origin?: string; "sec-fetch-site"?: string };
const LISTED = "https://front.example";

/** [what the browser says, with our cookies, with a Bearer token and no cookie] */
const matrix: [Site, boolean, boolean][] = [
  [{ origin: TEST_ORIGIN }, true, true],
  [{ origin: TEST_ORIGIN, "sec-fetch-site": "same-origin" }, true, true],
  [{ origin: LISTED, "sec-fetch-site": "cross-site" }, true, true],
  [{ "sec-fetch-site": "same-origin" }, true, true],
  [{}, false, true],
  [{ "sec-fetch-site": "same-site" }, false, false],
  [{ "sec-fetch-site": "cross-site" }, false, false],
  [{ "sec-fetch-site": "none" }, false, false],
  [{ "sec-fetch-site": "" }, false, false],
  [{ origin: "null" }, false, false],
  [{ origin: "null", "sec-fetch-site": "same-origin" }, false, false],
  [{ origin: "https://evil.example" }, false, false],
  [{ origin: "https://evil.example", "sec-fetch-site": "same-origin" }, false, false],
  [{ origin: "https://localhost:3000" }, false, false],
  [{ origin: "http://localhost:3001" }, false, false],
  [{ origin: "http://localhost:3000.evil.example" }, false, false],
  [{ origin: "http://sub.localhost:3000" }, false, false],
  [{ origin: "HTTP://LOCALHOST:3000" }, false, false],
  [{ origin: `${LISTED}.evil.example` }, false, false],
  [{ origin: "http://localhost:3000, https://evil.example" }, false, false],
];

const sessionsOf = async (userId: string) =>
  (await oneRow<{ live: number }>("SELECT count(*)::int AS live FROM sessions WHERE user_id = $1 AND revoked_at IS NULL", [userId])).live;

describe("a mutation by REST @asvs V3.5.1", () => {
  it.each(matrix)("from %j: with cookies %s, with a Bearer token %s", async (site, withCookies, withBearer) => {
    await withEnv({ CORS_ORIGINS: LISTED }, async () => {
      const viewer = await makeViewer();
      const headers = site as Record<string, string>;
      const cookies = { access_token: viewer.accessToken, refresh_token: viewer.refreshToken };
      for (const [request, allowed] of [[{ cookies, headers }, withCookies], [{ as: viewer, headers }, withBearer]] as const) {
        await makeSession(viewer.user);
        const ask = () => http(revokeRoute, { method: "POST", ...request });
        const answer = await (allowed ? ask() : rowsUnchanged(ask, []));
        expect(answer.status).toBe(allowed ? 200 : 403);
        if (!allowed) expect(answer.body.code).toBe("CSRF");
        expect((await sessionsOf(viewer.user.id)) === 1).toBe(allowed);
        await callAs(viewer).output(endOtherSessions);
      }
    });
  });

  it("reads are open to any page's request, but never readable by one that is not listed", async () => {
    const viewer = await makeViewer();
    const answer = await http(checkRoute, { cookies: { access_token: viewer.accessToken }, headers: { origin: "https://evil.example" } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("no method override turns a read into a change @asvs V3.5.3", async () => {
    const viewer = await makeViewer();
    const headers = { "x-http-method-override": "POST", origin: "https://evil.example" };
    const answer = await rowsUnchanged(() => http(revokeRoute, { method: "GET", as: viewer, headers, path: "/api/audit/sessions/revoke-all?_method=POST" }), []);
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST, OPTIONS");
  });
});

describe("a mutation by a form's action @asvs V3.5.1", () => {
  it.each(matrix)("from %j: with cookies %s", async (site, withCookies) => {
    await withEnv({ CORS_ORIGINS: LISTED }, async () => {
      const viewer = await makeViewer();
      await makeSession(viewer.user);
      const options = { kind: "action", cookie: viewer.accessToken, refreshCookie: viewer.refreshToken, origin: site.origin ?? null, secFetchSite: site["sec-fetch-site"] ?? null } as const;
      const { error } = await callAs(null, options).run(endOtherSessions);
      expect(error?.code ?? "allowed").toBe(withCookies ? "allowed" : "CSRF");
      expect(await sessionsOf(viewer.user.id)).toBe(withCookies ? 1 : 2);
    });
  });

  it("a query needs no origin", async () => {
    const viewer = await makeViewer();
    expect(await callAs(null, { kind: "page", cookie: viewer.accessToken, origin: null }).output(checkAuth)).toBeTruthy();
  });
});

describe("CORS @asvs V3.4.2", () => {
  const preflight = (origin: string, headers: Record<string, string> = {}) =>
    http(loginRoute, { method: "OPTIONS", headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type, x-custom", ...headers } });

  it("a preflight from the list or from ourselves is answered with credentials, exactly", async () => {
    await withEnv({ CORS_ORIGINS: `${LISTED}, https://other.example` }, async () => {
      for (const origin of [LISTED, "https://other.example", TEST_ORIGIN]) {
        const { status, headers, body } = await preflight(origin);
        expect([status, body]).toEqual([204, undefined]);
        expect(headers.get("access-control-allow-origin")).toBe(origin);
        expect(headers.get("access-control-allow-credentials")).toBe("true");
        expect(headers.get("access-control-allow-methods")).toContain("POST");
        expect(headers.get("access-control-allow-headers")?.toLowerCase()).toContain("x-custom");
        expect(headers.get("allow")).toBe("POST, OPTIONS");
        expect(headers.get("vary")).toContain("Origin");
      }
    });
  });

  it("a preflight from anywhere else is told nothing", async () => {
    await withEnv({ CORS_ORIGINS: LISTED }, async () => {
      for (const origin of ["https://evil.example", "null", `${LISTED}.evil.example`, "http://front.example", "*"]) {
        const { status, headers } = await preflight(origin);
        expect(status).toBe(204);
        for (const name of ["origin", "credentials", "methods", "headers"]) expect(headers.get(`access-control-allow-${name}`)).toBeNull();
        expect(headers.get("vary")).toContain("Origin");
      }
    });
  });

  it("refusals carry the headers too, or a listed page could not read them", async () => {
    await withEnv({ CORS_ORIGINS: LISTED }, async () => {
      for (const request of [{ body: "{" }, { body: { identifier: "a", password: "b" } }, { body: {} }, { method: "GET" }] as const) {
        const { status, headers } = await http(loginRoute, { ...request, headers: { origin: LISTED } });
        expect(status).toBeGreaterThanOrEqual(400);
        expect(headers.get("access-control-allow-origin")).toBe(LISTED);
        expect(headers.get("access-control-expose-headers")).toContain("Retry-After");
      }
    });
  });

  it("an injected header name does not come back", async () => {
    const { headers } = await preflight(TEST_ORIGIN, { "access-control-request-headers": "x-ok, bad header, <script>, x-also" });
    expect(headers.get("access-control-allow-headers")).not.toMatch(/[<>]|bad header/);
  });
});

describe("methods that a route does not offer", () => {
  it.each(["GET", "HEAD", "PUT", "PATCH", "DELETE"] as const)("%s on sign-in is a 405 with Allow and our shape", async (method) => {
    const answer = await http(loginRoute, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST, OPTIONS");
    if (method !== "HEAD") expect(answer.body).toMatchObject({ code: "METHOD_NOT_ALLOWED", error: expect.any(String), request_id: expect.any(String) });
  });
});
