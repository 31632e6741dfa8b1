import { describe, expect, it } from "vitest";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { http, type HttpAnswer, type HttpRequest } from "../setup/http";
import { TEST_ORIGIN } from "../setup/test-context";
import { withEnv } from "../setup/with-env";

const loginRoute = await import("@/app/api/auth/login/route");
const registerRoute = await import("@/app/api/auth/register/route");
const refreshRoute = await import("@/app/api/auth/token/refresh/route");
const logoutRoute = await import("@/app/api/auth/logout/route");

let made = 0;
const byOperation = {
  register: (request: HttpRequest) => http(registerRoute, { ...request, body: { email: `delivery-${++made}@example.com`, password: "long enough and known to nobody" } }),
  login: async (request: HttpRequest) => {
    const user = await makeUser();
    return http(loginRoute, { ...request, body: { email: user.email, password: user.password } });
  },
  refresh: async (request: HttpRequest) => http(refreshRoute, { ...request, body: { refresh_token: (await makeViewer()).refreshToken } }),
};

const hasTokens = ({ body }: HttpAnswer) => typeof body.access_token === "string" && typeof body.refresh_token === "string" && body.token_type === "Bearer" && body.expires_in === 900;
const hasCookies = ({ cookies }: HttpAnswer) => Boolean(cookies.access_token?.value && cookies.refresh_token?.value);
const tokensAnywhere = ({ body }: HttpAnswer) => /eyJ|refresh_token|access_token/.test(JSON.stringify(body));

const browsers: [string, HttpRequest][] = [
  ["a browser", { browser: true }],
  ["a browser that says Origin alone", { headers: { origin: TEST_ORIGIN } }],
  ["a browser that says Sec-Fetch-Site alone", { headers: { "sec-fetch-site": "same-origin" } }],
];

describe.each(Object.entries(byOperation))("after %s", (_name, ask) => {
  it.each(browsers)("cookies_only: %s gets cookies and no token", async (_title, request) => {
    const answer = await ask(request);
    expect([hasCookies(answer), tokensAnywhere(answer)]).toEqual([true, false]);
  });

  it("cookies_only: a client that is no browser gets tokens and no cookie", async () => {
    const answer = await ask({});
    expect([hasTokens(answer), answer.headers.getSetCookie()]).toEqual([true, []]);
  });

  it("body_only: everybody gets tokens, nobody session cookies", async () => {
    await withEnv({ TOKEN_DELIVERY: "body_only" }, async () => {
      for (const request of [{ browser: true }, {}]) {
        const answer = await ask(request);
        expect([hasTokens(answer), "access_token" in answer.cookies, "refresh_token" in answer.cookies]).toEqual([true, false, false]);
      }
    });
  });

  it("dual: a browser gets both, others tokens alone", async () => {
    await withEnv({ TOKEN_DELIVERY: "dual" }, async () => {
      const inBrowser = await ask({ browser: true });
      expect([hasTokens(inBrowser), hasCookies(inBrowser)]).toEqual([true, true]);
      expect(inBrowser.body.access_token).toBe(inBrowser.cookies.access_token?.value);
      const elsewhere = await ask({});
      expect([hasTokens(elsewhere), elsewhere.headers.getSetCookie()]).toEqual([true, []]);
    });
  });

  it("is never kept by a cache @asvs V14.3.2", async () => {
    expect((await ask({ browser: true })).headers.get("cache-control")).toContain("no-store");
  });
});

describe("the cookies @asvs V3.3.1 @asvs V3.3.2 @asvs V3.3.4", () => {
  it("on http: HttpOnly, SameSite=Lax, the whole site, as long as the session", async () => {
    const { cookies } = await byOperation.login({ browser: true });
    expect(Object.keys(cookies).sort()).toEqual(["access_token", "device_id", "last_provider", "refresh_token"]);
    for (const name of ["access_token", "refresh_token"]) {
      expect(cookies[name]?.line).toMatch(new RegExp(`^${name}=[\\w.-]+; Path=/; Max-Age=(2592000|2591999); HttpOnly; SameSite=Lax$`));
      expect(cookies[name]?.line.length).toBeLessThan(4096);
    }
  });

  it("on https: __Host-, Secure, no Domain, and only those names are read @asvs V3.3.3", async () => {
    const origin = "https://app.example.com";
    await withEnv({ APP_URL: origin }, async () => {
      const { cookies } = await byOperation.login({ headers: { origin } });
      expect(Object.keys(cookies).sort()).toEqual(["__Host-access_token", "__Host-device_id", "__Host-last_provider", "__Host-refresh_token"]);
      for (const { line } of Object.values(cookies)) {
        expect(line).toContain("; Path=/; ");
        expect(line).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
        expect(line).not.toMatch(/domain/i);
      }
      const check = await import("@/app/api/auth/check-auth/route");
      const value = cookies["__Host-access_token"]?.value ?? "";
      expect((await http(check, { cookies: { "__Host-access_token": value } })).status).toBe(200);
      expect((await http(check, { cookies: { access_token: value } })).status).toBe(401);
      const out = await http(logoutRoute, { method: "POST", headers: { origin }, cookies: { "__Host-access_token": value } });
      expect(out.cookies["__Host-access_token"]?.line).toBe("__Host-access_token=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax");
    });
  });

  it("SameSite is configurable; None is honoured on https alone", async () => {
    for (const [appUrl, sameSite, expected] of [[TEST_ORIGIN, "strict", "Strict"], [TEST_ORIGIN, "none", "Lax"], ["https://app.example.com", "none", "None"]] as const) {
      await withEnv({ APP_URL: appUrl, COOKIE_SAME_SITE: sameSite }, async () => {
        const { headers } = await byOperation.login({ headers: { origin: appUrl } });
        for (const line of headers.getSetCookie()) expect(line).toContain(`SameSite=${expected}`);
      });
    }
  });

  it("the first cookie of a name wins, so that none can be shadowed by a later one", async () => {
    const [viewer, other] = [await makeViewer(), await makeViewer()];
    const check = await import("@/app/api/auth/check-auth/route");
    const answer = await http(check, { headers: { cookie: `access_token=${viewer.accessToken}; access_token=${other.accessToken}` } });
    expect(answer.body.user.id).toBe(viewer.user.id);
  });
});

describe("remember me", () => {
  const signIn = async (rememberMe: unknown) => {
    const user = await makeUser();
    return http(loginRoute, { browser: true, body: { email: user.email, password: user.password, remember_me: rememberMe } });
  };

  it.each([true, "on", "true", "1", undefined])("%s: the cookies outlive the browser", async (value) => {
    expect((await signIn(value)).cookies.refresh_token?.line).toContain("Max-Age=25");
  });

  it.each([false, "false", "0", ""])("%s: they end with it, also after a refresh", async (value) => {
    const { cookies } = await signIn(value);
    for (const name of ["access_token", "refresh_token"]) expect(cookies[name]?.line).not.toMatch(/max-age|expires/i);
    const renewed = await http(refreshRoute, { method: "POST", browser: true, cookies: { refresh_token: cookies.refresh_token?.value ?? "" } });
    for (const name of ["access_token", "refresh_token"]) expect(renewed.cookies[name]?.line).toMatch(new RegExp(`^${name}=[\\w.-]+; Path=/; HttpOnly; SameSite=Lax$`));
  });
});
