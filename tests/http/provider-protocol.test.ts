import { ProviderBrowser } from "../setup/provider-browser";
import { describe, expect, it } from "vitest";
import { auditRowsOf } from "../setup/audit-rows";
import { MINUTE, travel } from "../setup/clock";
import { http } from "../setup/http";
import { expectToldAt, isIn, locationOf, personAt, provider, useProviders } from "../setup/provider-world";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { freshAddress, TEST_ORIGIN } from "../setup/test-context";
import { withEnv } from "../setup/with-env";

useProviders();

describe("what the provider says", () => {
  const lies: [string, (claims: Record<string, unknown>) => Record<string, unknown>][] = [
    ["of another issuer", (claims) => ({ ...claims, iss: "https://accounts.google.com" })],
    ["of the other issuer of the same house", (claims) => ({ ...claims, iss: String(claims.iss).replace(/google|microsoft/, (name) => (name === "google" ? "microsoft" : "google")) })],
    ["with another nonce", (claims) => ({ ...claims, nonce: "another" })],
    ["without a nonce", ({ nonce: _, ...claims }) => claims],
    ["for another client", (claims) => ({ ...claims, aud: "another" })],
    ["that has expired", (claims) => ({ ...claims, exp: 1_000_000_000 })],
    ["without a subject", ({ sub: _, ...claims }) => claims],
  ];
  const tenantless: typeof lies = [["without a tenant", ({ tid: _, ...claims }) => claims], ["without an object of the tenant", ({ oid: _, ...claims }) => claims]];
  const told = [...lies.map((lie) => ["google", ...lie] as const), ...[...lies, ...tenantless].map((lie) => ["microsoft", ...lie] as const)];
  it.each(told)("by %s in a token %s signs nobody in @asvs V10.5.1 V9.2.2", async (slug, _, alter) => {
    const person = personAt(slug);
    provider().alter = alter;
    const rows = await auditRowsOf(async () => expectToldAt(await rowsUnchanged(() => new ProviderBrowser().signIn(slug, person.sub)), "PROVIDER_FAILED"));
    expect(rows).toMatchObject([{ action: "user.login_failed", success: false, error_code: "PROVIDER_FAILED", metadata: { provider: slug } }]);
  });

  it("is asked for with state, nonce and PKCE @asvs V10.2.1", async () => {
    const away = new URL(locationOf(await new ProviderBrowser().depart("google")));
    for (const name of ["state", "nonce", "code_challenge"]) expect(away.searchParams.get(name)).toMatch(/^\S{40,}$/);
    expect(Object.fromEntries(away.searchParams)).toMatchObject({ response_type: "code", code_challenge_method: "S256", redirect_uri: `${TEST_ORIGIN}/api/auth/callback/google` });
  });

  it("once, with the code that was given for it", async () => {
    const person = personAt("google");
    const browser = new ProviderBrowser();
    const url = await browser.answer(locationOf(await browser.depart("google")), person.sub);
    const before = new Map(browser.cookies);
    expect((await browser.comeBack(url)).status).toBe(302);
    expect(await isIn(browser)).toBe(true);
    expectToldAt(await new ProviderBrowser().comeBack(url), "PROVIDER_STATE");
    const replayer = new ProviderBrowser();
    for (const [name, value] of before) replayer.cookies.set(name, value);
    expectToldAt(await replayer.comeBack(url), "PROVIDER_FAILED");
  });

  it("in another browser, to another provider's callback, too late or made up is not heard @asvs V10.2.1", async () => {
    const person = personAt("google");
    const browser = new ProviderBrowser();
    const url = await browser.answer(locationOf(await browser.depart("google")), person.sub);
    const stranger = new ProviderBrowser();
    await stranger.depart("google");
    expectToldAt(await stranger.comeBack(url), "PROVIDER_STATE");
    const kept = new Map(browser.cookies);
    for (const wrong of [url.replace("callback/google", "callback/microsoft-entra-id"), url.replace(/state=[^&]+/, "state=made-up"), url.replace(/state=[^&]+&?/, "")]) {
      for (const [name, value] of kept) browser.cookies.set(name, value);
      expectToldAt(await browser.comeBack(wrong), "PROVIDER_STATE");
    }
    for (const [name, value] of kept) browser.cookies.set(name, value);
    await travel(16 * MINUTE);
    expectToldAt(await browser.comeBack(url), "PROVIDER_STATE");
  });

  it("leaves 30 rows a minute and no more, of one address to which nothing was to come", async () => {
    const stranger = new ProviderBrowser(freshAddress());
    const comeBack = () => stranger.comeBack(`${TEST_ORIGIN}/api/auth/callback/google?code=made-up&state=made-up`);
    const rows = await auditRowsOf(async () => {
      for (let n = 0; n < 30; n += 1) expectToldAt(await comeBack(), "PROVIDER_STATE");
      for (let n = 0; n < 5; n += 1) expect((await comeBack()).status).toBe(429);
    });
    expect(rows).toHaveLength(30);
  });

  it("may be that somebody has thought better of it", async () => {
    expectToldAt(await new ProviderBrowser().signIn("google", null), "PROVIDER_CANCELLED");
  });

  it("may not come at all, which leaves the same row on the way there and on the way back", async () => {
    const person = personAt("google");
    const unavailable = [{ action: "user.login_failed", success: false, error_code: "PROVIDER_UNAVAILABLE", actor_id: null, target_user_id: null, metadata: { provider: "google" } }];
    provider().away = "all";
    expect(await auditRowsOf(async () => expectToldAt(await new ProviderBrowser().depart("google"), "PROVIDER_UNAVAILABLE"))).toMatchObject(unavailable);
    provider().away = "nothing";
    const browser = new ProviderBrowser();
    const url = await browser.answer(locationOf(await browser.depart("google")), person.sub);
    provider().away = "token";
    expect(await auditRowsOf(async () => expectToldAt(await browser.comeBack(url), "PROVIDER_UNAVAILABLE"))).toMatchObject(unavailable);
  });

  it("leaves 30 rows a minute and no more, of one address that goes to a provider that is away", async () => {
    provider().away = "all";
    const stranger = new ProviderBrowser(freshAddress());
    const rows = await auditRowsOf(async () => {
      for (let n = 0; n < 30; n += 1) expectToldAt(await stranger.depart("google"), "PROVIDER_UNAVAILABLE");
      expect((await stranger.depart("google")).status).toBe(429);
    });
    expect(rows).toHaveLength(30);
    const link = await http(await import("@/app/api/auth/reset-password/[token]/route"), { ip: stranger.ip, params: { token: "x" } });
    expect(link.status, "links of mails stay open").toBe(200);
  });
});

describe("an answer that comes as a form, as Apple's", () => {
  it("comes once more as a query, with the cookies that a form from another site has not", async () => {
    await withEnv({ AUTH_APPLE_ID: "id", AUTH_APPLE_SECRET: "secret" }, async () => {
      const answer = await rowsUnchanged(() => new ProviderBrowser().comeBackByForm("apple", { code: "a code", state: "a state" }));
      expect([answer.status, locationOf(answer)]).toEqual([303, "/api/auth/callback/apple?code=a+code&state=a+state"]);
      expectToldAt(await new ProviderBrowser().comeBack(`${TEST_ORIGIN}${locationOf(answer)}`), "PROVIDER_STATE");
      expect((await new ProviderBrowser().comeBackByForm("apple", { user: "x".repeat(20_000) })).status).toBe(400);
    });
  });
});

describe("a HEAD, as whoever looks at a link sends it", () => {
  it("begins nothing", async () => {
    const answer = await rowsUnchanged(() => new ProviderBrowser().depart("google", { return_to: "/account" }, {}, "HEAD"), []);
    expect([answer.status, answer.headers.get("allow"), answer.headers.get("location"), answer.headers.getSetCookie()]).toEqual([405, "GET, OPTIONS", null, []]);
  });

  it("uses nothing up: who comes back behind it is signed in", async () => {
    const browser = new ProviderBrowser();
    const url = await browser.answer(locationOf(await browser.depart("google")), personAt("google").sub);
    for (const [path, allow] of [[url, "GET, POST, OPTIONS"], [url.replace("/callback/google", "/auth/google/callback"), "GET, OPTIONS"]] as const) {
      const answer = await rowsUnchanged(() => browser.comeBack(path, "HEAD"), []);
      expect([answer.status, answer.headers.get("allow"), answer.headers.getSetCookie()]).toEqual([405, allow, []]);
    }
    expect(locationOf(await browser.comeBack(url))).toBe("/dashboard");
    expect(await isIn(browser)).toBe(true);
  });
});

describe("where it leads", () => {
  it("to our own pages, written as a path or in full", async () => {
    for (const redirectUri of ["/account?tab=1", `${TEST_ORIGIN}/account?tab=1`]) {
      expect(locationOf(await new ProviderBrowser().signIn("google", personAt("google").sub, { redirect_uri: redirectUri }))).toBe("/account?tab=1");
    }
  });

  it("to an origin on the list, with its own query and the custom data", async () => {
    await withEnv({ REDIRECT_ALLOW_LIST: "https://app.example.com" }, async () => {
      const query = { redirect_uri: "https://app.example.com?redirect=%2Fhome", plan: "pro", redirect: "no" };
      const answer = await new ProviderBrowser().signIn("google", personAt("google").sub, query);
      expect(locationOf(answer)).toBe("https://app.example.com/?redirect=%2Fhome&plan=pro");
      expect(locationOf(answer)).not.toMatch(/token/);
    });
  });

  it("with ten values of custom data that are as long as they may be", async () => {
    const query = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`key_${at}`, String(at).repeat(200)]));
    const answer = await new ProviderBrowser().signIn("google", personAt("google").sub, query);
    expect(locationOf(answer)).toBe(`/dashboard?${new URLSearchParams(query)}`);
  });

  it("nowhere with more than a browser keeps", async () => {
    const query = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`key_${at}`, "漢".repeat(200)]));
    const answer = await rowsUnchanged(() => new ProviderBrowser().depart("google", query));
    expectToldAt(answer, "PROVIDER_DATA_TOO_LONG");
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it("nowhere else @asvs V10.4.1", async () => {
    for (const redirectUri of ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", `${TEST_ORIGIN}.evil.example`, "https://app.example.com.evil.example"]) {
      const answer = await withEnv({ REDIRECT_ALLOW_LIST: "https://app.example.com" }, () => rowsUnchanged(() => new ProviderBrowser().depart("google", { redirect_uri: redirectUri })));
      expectToldAt(answer, "REDIRECT_NOT_ALLOWED");
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });

  it("by the one name that this machine's cookies are of, in development", async () => {
    await withEnv({ NODE_ENV: "development" }, async () => {
      const answer = await new ProviderBrowser().depart("google", { return_to: "/account" }, { host: "127.0.0.1:3000" });
      expect([answer.status, locationOf(answer)]).toEqual([302, `${TEST_ORIGIN}/api/auth/login/google?return_to=%2Faccount`]);
      expect(locationOf(await new ProviderBrowser().depart("google", {}, { host: "evil.example" }))).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/google\//);
    });
  });

  it("from Auth.js's own client as from our link", async () => {
    const browser = new ProviderBrowser();
    const answer = await browser.departByForm("google", { callbackUrl: "/account" });
    const { url } = (await answer.json()) as { url: string };
    expect([answer.status, answer.headers.get("location")]).toEqual([200, null]);
    expect(locationOf(await browser.comeBack(await browser.answer(url, personAt("google").sub)))).toBe("/account");
    expect(await isIn(browser)).toBe(true);
  });

  it("and a provider that is not configured is a 404", async () => {
    expect((await new ProviderBrowser().depart("github")).status).toBe(404);
    expect((await new ProviderBrowser().depart("nobody")).status).toBe(404);
  });
});

describe("other spellings of the callback", () => {
  it.each([
    ["google", "GOOGLE_REDIRECT_URI", "/api/auth/auth/google/callback"],
    ["microsoft", "MICROSOFT_REDIRECT_URI", "/api/auth/auth/microsoft/callback"],
    ["microsoft", "MICROSOFT_REDIRECT_URI", "/api/auth/callback/microsoft"],
  ] as const)("where one is registered with %s (%s=%s), it is sent and answered", async (slug, variable, path) => {
    await withEnv({ [variable]: `${TEST_ORIGIN}${path}` }, async () => {
      const browser = new ProviderBrowser();
      const back = await browser.answer(locationOf(await browser.depart(slug)), personAt(slug).sub);
      expect(back.startsWith(`${TEST_ORIGIN}${path}?`)).toBe(true);
      expect(locationOf(await browser.comeBack(back))).toBe("/dashboard");
      expect(await isIn(browser)).toBe(true);
    });
  });
});
