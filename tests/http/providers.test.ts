import { ProviderBrowser } from "../setup/provider-browser";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forgetEnv } from "@/lib/env";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { openTokens } from "@/lib/features/connections/token-cipher";
import type { DemoIssuer } from "../../scripts/demo-providers/demo-issuers";
import { makeSession } from "../factories/make-session";
import { makeUser, type TestUser } from "../factories/make-user";
import { auditRowsOf } from "../setup/audit-rows";
import { callAs } from "../setup/call-as";
import { MINUTE, travel } from "../setup/clock";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { oneRow, sql } from "../setup/sql";
import { TEST_ORIGIN } from "../setup/test-context";
import { withEnv } from "../setup/with-env";
import { type OidcFront, startOidcFront } from "../tools/oidc-front";

const TENANT = "0d3e0c1a-5b7f-4d2e-9a41-6f8e2b7c1d05";
const people: Record<"google" | "microsoft", DemoIssuer["people"][number][]> = { google: [], microsoft: [] };
let made = 0;

/** Somebody new at a provider. */
function personAt(slug: "google" | "microsoft", claims: Record<string, unknown> = {}) {
  made += 1;
  const email = typeof claims.email === "string" ? claims.email : `at-${slug}-${made}@example.com`;
  const own = slug === "google" ? { email_verified: true } : { tid: TENANT, oid: `oid-${made}`, xms_edov: true };
  const person = { sub: `sub-${slug}-${made}`, name: "Grace Hopper", given_name: "Grace", family_name: "Hopper", ...own, ...claims, email };
  people[slug].push(person);
  return person;
}

let front: OidcFront;

beforeAll(async () => {
  front = await startOidcFront(TEST_ORIGIN, [
    { slug: "google", name: "Google of the tests", people: people.google },
    { slug: "microsoft", name: "Microsoft of the tests", people: people.microsoft },
  ]);
  process.env.GATEHOUSE_DEMO_PROVIDERS = front.setting;
  forgetEnv();
});
afterAll(async () => {
  delete process.env.GATEHOUSE_DEMO_PROVIDERS;
  forgetEnv();
  await front.close();
});
beforeEach(() => Object.assign(front, { alter: null, away: "nothing" }));
afterEach(() => forgetEnv());

const locationOf = (answer: Response): string => answer.headers.get("location") ?? "";
const isIn = async (browser: ProviderBrowser) => (await callAs(null, { cookie: browser.cookies.get("access_token") ?? null }).run(checkAuth)).error === null;
const userBy = (email: string) => oneRow<{ id: string; username: string; first_name: string; provider: string; password_hash: string | null; email_verified_at: Date | null }>("SELECT * FROM users WHERE email = $1", [email]);
const connectionsOf = (userId: string) => sql<{ provider: string; provider_account_id: string; tokens: Buffer; email: string }>("SELECT * FROM accounts WHERE user_id = $1", [userId]);

/** A browser of somebody who has signed in with their password. */
async function browserOf(user: TestUser): Promise<ProviderBrowser> {
  const session = await makeSession(user);
  const browser = new ProviderBrowser();
  browser.cookies.set("access_token", session.accessToken);
  browser.cookies.set("refresh_token", session.refreshToken);
  return browser;
}

/** Nobody is signed in, and the answer leads to a page that says why. */
async function expectRefused(answer: Response, code: string, page = "/login") {
  expect([answer.status, new URL(locationOf(answer), TEST_ORIGIN).pathname, new URL(locationOf(answer), TEST_ORIGIN).searchParams.get("error")]).toEqual([302, page, code]);
  expect(answer.headers.getSetCookie().filter((line) => /^(access|refresh)_token=/.test(line))).toEqual([]);
}

describe("somebody new", () => {
  it.each(["google", "microsoft"] as const)("from %s has an account, a session and audit rows", async (slug) => {
    const person = personAt(slug);
    const browser = new ProviderBrowser();
    let answer = new Response();
    const rows = await auditRowsOf(async () => {
      answer = await browser.signIn(slug, person.sub, { return_to: "/account" });
    });
    expect([answer.status, locationOf(answer)]).toEqual([302, "/account"]);
    expect(await isIn(browser)).toBe(true);
    const user = await userBy(person.email);
    expect(user).toMatchObject({ first_name: "Grace", provider: slug, password_hash: null, email_verified_at: expect.any(Date) });
    expect(user.username).toMatch(/^at-/);
    const [connection, ...others] = await connectionsOf(user.id);
    expect(others).toEqual([]);
    expect(connection?.provider_account_id).toBe(slug === "google" ? `demo:${person.sub}` : `demo:${TENANT}.${String(person.oid)}`);
    expect(rows).toMatchObject([
      { action: "user.signup", actor_id: user.id, success: true, metadata: { provider: slug } },
      { action: "connection.added", actor_id: user.id, target_user_id: user.id, success: true, metadata: { provider: slug } },
      { action: "user.login", actor_id: user.id, success: true, metadata: { provider: slug, amr: ["fed"] } },
    ]);
    expect(await sql("SELECT 1 FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.user_id = $1 AND r.name = 'user'", [user.id])).toHaveLength(1);
    expect(await sql("SELECT 1 FROM memberships WHERE user_id = $1", [user.id])).toHaveLength(1);
  });

  it("keeps the provider's tokens encrypted", async () => {
    const person = personAt("google");
    await new ProviderBrowser().signIn("google", person.sub);
    const [connection] = await connectionsOf((await userBy(person.email)).id);
    const sealed = connection?.tokens ?? Buffer.alloc(0);
    const { access_token: token } = openTokens(sealed) ?? {};
    expect(token).toMatch(/^\S{20,}$/);
    expect(sealed.toString("latin1")).not.toContain(String(token));
  });

  it("with an address that the provider does not vouch for has an unproved one", async () => {
    for (const [slug, claims] of [["google", { email_verified: false }], ["microsoft", { xms_edov: false, email_verified: true }]] as const) {
      const person = personAt(slug, claims);
      const browser = new ProviderBrowser();
      await browser.signIn(slug, person.sub);
      expect(await isIn(browser)).toBe(true);
      expect((await userBy(person.email)).email_verified_at).toBeNull();
    }
  });

  it("waits for the confirmation of such an address where it is demanded", async () => {
    const person = personAt("google", { email_verified: false });
    await withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => {
      await expectRefused(await new ProviderBrowser().signIn("google", person.sub), "EMAIL_NOT_VERIFIED");
      expect(await sql("SELECT 1 FROM one_time_tokens WHERE purpose = 'email_verification' AND address = $1", [person.email])).toHaveLength(1);
      // Nor is it told in this way whose address is known.
      const known = await makeUser();
      await expectRefused(await new ProviderBrowser().signIn("google", personAt("google", { email: known.email, email_verified: false }).sub), "EMAIL_NOT_VERIFIED");
    });
  });

  it("without an address gets no account", async () => {
    const person = personAt("google");
    front.alter = ({ email: _, ...claims }) => claims;
    await expectRefused(await rowsUnchanged(() => new ProviderBrowser().signIn("google", person.sub)), "PROVIDER_EMAIL_MISSING");
  });
});

describe("somebody known", () => {
  it("is known by the issuer's name for them, whatever becomes of their address there", async () => {
    const person = personAt("google");
    await new ProviderBrowser().signIn("google", person.sub);
    const user = await userBy(person.email);
    const other = await makeUser();
    front.alter = (claims) => ({ ...claims, email: other.email });
    const browser = new ProviderBrowser();
    const rows = await auditRowsOf(() => browser.signIn("google", person.sub));
    expect(rows).toMatchObject([{ action: "user.login", actor_id: user.id }]);
    expect((await userBy(person.email)).id).toBe(user.id);
    expect(await connectionsOf(other.id)).toEqual([]);
  });

  it("by an address that both sides have proved is connected", async () => {
    const user = await makeUser({ verified: true });
    const browser = new ProviderBrowser();
    const rows = await auditRowsOf(() => browser.signIn("google", personAt("google", { email: user.email.toUpperCase() }).sub));
    expect(rows).toMatchObject([{ action: "connection.added", target_user_id: user.id }, { action: "user.login", actor_id: user.id }]);
    expect(await connectionsOf(user.id)).toHaveLength(1);
    expect((await userBy(user.email)).password_hash).not.toBeNull();
  });

  it.each([["google", { email_verified: false }], ["microsoft", { xms_edov: undefined, email_verified: true }]] as const)(
    "by an address that %s does not vouch for is asked to sign in as ever @asvs V10.5.2",
    async (slug, claims) => {
      const user = await makeUser({ verified: true });
      const person = personAt(slug, { ...claims, email: user.email });
      const rows = await auditRowsOf(async () => expectRefused(await rowsUnchanged(() => new ProviderBrowser().signIn(slug, person.sub)), "LINK_REQUIRED"));
      expect(rows).toMatchObject([{ action: "user.login_failed", success: false, error_code: "LINK_REQUIRED", target_user_id: user.id, metadata: { provider: slug } }]);
    },
  );

  it("by an address that nobody had proved here takes the account over, and nothing of whoever made it stays", async () => {
    const squatter = await makeUser({ verified: false });
    const theirs = await browserOf(squatter);
    const browser = new ProviderBrowser();
    const rows = await auditRowsOf(() => browser.signIn("google", personAt("google", { email: squatter.email }).sub));
    expect(rows.map(({ action }) => action)).toEqual(["user.email_verification", "connection.added", "user.login"]);
    expect(await isIn(theirs)).toBe(false);
    expect(await isIn(browser)).toBe(true);
    expect(await userBy(squatter.email)).toMatchObject({ password_hash: null, email_verified_at: expect.any(Date) });
  });

  it("who is banned stays out, by connection and by address", async () => {
    const person = personAt("google");
    await new ProviderBrowser().signIn("google", person.sub);
    const { id } = await userBy(person.email);
    await sql("UPDATE users SET banned_at = now() WHERE id = $1", [id]);
    await expectRefused(await new ProviderBrowser().signIn("google", person.sub), "ACCOUNT_DISABLED");
    const banned = await makeUser({ banned: true });
    await expectRefused(await new ProviderBrowser().signIn("google", personAt("google", { email: banned.email }).sub), "ACCOUNT_DISABLED");
    expect(await connectionsOf(banned.id)).toEqual([]);
  });

  it("with a second factor is asked for it", async () => {
    const user = await makeUser({ verified: true });
    const person = personAt("google", { email: user.email });
    await new ProviderBrowser().signIn("google", person.sub);
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
    const browser = new ProviderBrowser();
    const answer = await browser.signIn("google", person.sub, { return_to: "/account" });
    expect(locationOf(answer)).toBe("/mfa?return_to=%2Faccount");
    expect(browser.cookies.get("mfa_token")).toMatch(/^\S{43}$/);
    expect(browser.cookies.has("access_token")).toBe(false);
  });

  it("ends the session that the browser had before", async () => {
    const before = await makeUser();
    const browser = await browserOf(before);
    const old = browser.cookies.get("access_token") ?? null;
    await browser.signIn("google", personAt("google").sub);
    expect((await callAs(null, { cookie: old }).run(checkAuth)).error).not.toBeNull();
    expect(await connectionsOf(before.id)).toEqual([]);
  });
});

describe("what the provider says", () => {
  const lies: [string, (claims: Record<string, unknown>) => Record<string, unknown>][] = [
    ["of another issuer", (claims) => ({ ...claims, iss: "https://accounts.google.com" })],
    ["of the other issuer of the same house", (claims) => ({ ...claims, iss: String(claims.iss).replace("google", "microsoft") })],
    ["with another nonce", (claims) => ({ ...claims, nonce: "another" })],
    ["without a nonce", ({ nonce: _, ...claims }) => claims],
    ["for another client", (claims) => ({ ...claims, aud: "another" })],
    ["that has expired", (claims) => ({ ...claims, exp: 1_000_000_000 })],
    ["without a subject", ({ sub: _, ...claims }) => claims],
  ];
  it.each(lies)("in a token %s signs nobody in @asvs V10.5.1 V9.2.2", async (_, alter) => {
    const person = personAt("google");
    front.alter = alter;
    const rows = await auditRowsOf(async () => expectRefused(await rowsUnchanged(() => new ProviderBrowser().signIn("google", person.sub)), "PROVIDER_FAILED"));
    expect(rows).toMatchObject([{ action: "user.login_failed", success: false, error_code: "PROVIDER_FAILED", metadata: { provider: "google" } }]);
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
    await expectRefused(await new ProviderBrowser().comeBack(url), "PROVIDER_STATE");
    const replayer = new ProviderBrowser();
    for (const [name, value] of before) replayer.cookies.set(name, value);
    await expectRefused(await replayer.comeBack(url), "PROVIDER_FAILED");
  });

  it("in another browser, to another provider's callback, too late or made up is not heard @asvs V10.2.1", async () => {
    const person = personAt("google");
    const browser = new ProviderBrowser();
    const url = await browser.answer(locationOf(await browser.depart("google")), person.sub);
    const stranger = new ProviderBrowser();
    await stranger.depart("google");
    await expectRefused(await stranger.comeBack(url), "PROVIDER_STATE");
    const kept = new Map(browser.cookies);
    for (const wrong of [url.replace("callback/google", "callback/microsoft-entra-id"), url.replace(/state=[^&]+/, "state=made-up"), url.replace(/state=[^&]+&?/, "")]) {
      for (const [name, value] of kept) browser.cookies.set(name, value);
      await expectRefused(await browser.comeBack(wrong), "PROVIDER_STATE");
    }
    for (const [name, value] of kept) browser.cookies.set(name, value);
    await travel(16 * MINUTE);
    await expectRefused(await browser.comeBack(url), "PROVIDER_STATE");
  });

  it("may be that somebody has thought better of it", async () => {
    await expectRefused(await new ProviderBrowser().signIn("google", null), "PROVIDER_CANCELLED");
  });

  it("may not come at all", async () => {
    const person = personAt("google");
    front.away = "all";
    await expectRefused(await new ProviderBrowser().depart("google"), "PROVIDER_UNAVAILABLE");
    front.away = "nothing";
    const browser = new ProviderBrowser();
    const url = await browser.answer(locationOf(await browser.depart("google")), person.sub);
    front.away = "token";
    await expectRefused(await browser.comeBack(url), "PROVIDER_UNAVAILABLE");
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

  it("nowhere else @asvs V10.4.1", async () => {
    for (const redirectUri of ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", `${TEST_ORIGIN}.evil.example`, "https://app.example.com.evil.example"]) {
      const answer = await withEnv({ REDIRECT_ALLOW_LIST: "https://app.example.com" }, () => rowsUnchanged(() => new ProviderBrowser().depart("google", { redirect_uri: redirectUri })));
      await expectRefused(answer, "REDIRECT_NOT_ALLOWED");
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });

  it("and a provider that is not configured is a 404", async () => {
    expect((await new ProviderBrowser().depart("github")).status).toBe(404);
    expect((await new ProviderBrowser().depart("nobody")).status).toBe(404);
  });
});

describe("connecting, from the settings", () => {
  it("needs neither the same address nor a proved one, and signs nobody else in", async () => {
    const user = await makeUser();
    const browser = await browserOf(user);
    const token = browser.cookies.get("access_token");
    const person = personAt("microsoft", { xms_edov: false });
    let answer = new Response();
    const rows = await auditRowsOf(async () => {
      answer = await browser.signIn("microsoft", person.sub, { connect: "true" });
    });
    expect(locationOf(answer)).toBe("/account/security?notice=connected&provider=microsoft");
    expect(browser.cookies.get("access_token")).toBe(token);
    expect(rows).toMatchObject([{ action: "connection.added", actor_id: user.id, target_user_id: user.id, success: true, metadata: { provider: "microsoft" } }]);
    const later = new ProviderBrowser();
    expect(await auditRowsOf(() => later.signIn("microsoft", person.sub))).toMatchObject([{ action: "user.login", actor_id: user.id }]);
  });

  it("is refused where somebody else has it", async () => {
    const person = personAt("google");
    await new ProviderBrowser().signIn("google", person.sub);
    const browser = await browserOf(await makeUser());
    const answer = await rowsUnchanged(() => browser.signIn("google", person.sub, { connect: "true" }));
    await expectRefused(answer, "CONNECTED_ELSEWHERE", "/account/security");
  });

  it("begins on a page of ours, with a sign-in that is recent @asvs V7.5.1", async () => {
    const browser = await browserOf(await makeUser());
    for (const site of ["cross-site", "none"]) await expectRefused(await browser.depart("google", { connect: "true" }, { "sec-fetch-site": site }), "CSRF", "/account/security");
    await travel(11 * MINUTE);
    const answer = await browser.depart("google", { connect: "true" });
    expect(locationOf(answer)).toBe("/reauthenticate?return_to=%2Faccount%2Fsecurity");
    expect((await new ProviderBrowser().depart("google", { connect: "true" })).status).toBe(302);
  });

  it("connects nobody who has signed in meanwhile, and nothing once the session is over", async () => {
    const person = personAt("google");
    const browser = await browserOf(await makeUser());
    const url = await browser.answer(locationOf(await browser.depart("google", { connect: "true" })), person.sub);
    const other = await browserOf(await makeUser());
    for (const [name, value] of browser.cookies) if (!/^(access|refresh)_token$/.test(name)) other.cookies.set(name, value);
    await expectRefused(await rowsUnchanged(() => other.comeBack(url)), "PROVIDER_STATE", "/account/security");
    const again = await browserOf(await makeUser());
    const second = await again.answer(locationOf(await again.depart("google", { connect: "true" })), person.sub);
    again.cookies.delete("access_token");
    await expectRefused(await rowsUnchanged(() => again.comeBack(second)), "UNAUTHORIZED", "/account/security");
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
