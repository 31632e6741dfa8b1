import { ProviderBrowser } from "../setup/provider-browser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as tokenRoute from "@/app/api/auth/token/route";
import { randomToken, sha256 } from "@/lib/crypto";
import { forgetEnv } from "@/lib/env";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { makeUser } from "../factories/make-user";
import { auditRowsOf } from "../setup/audit-rows";
import { callAs } from "../setup/call-as";
import { browserOf, connectionsOf, expectToldAt, isIn, locationOf, personAt, provider, userBy, useProviders } from "../setup/provider-world";
import { http } from "../setup/http";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { sql } from "../setup/sql";
import { TEST_ORIGIN } from "../setup/test-context";
import { withEnv } from "../setup/with-env";

useProviders();

const APP = "com.example.app:/callback";
beforeEach(() => {
  process.env.REDIRECT_ALLOW_LIST = `${APP}, http://127.0.0.1/cb, http://[::1]/cb,https://app.example.com/native,com.example.app://host/cb?kept=1`;
  forgetEnv();
});
afterEach(() => {
  delete process.env.REDIRECT_ALLOW_LIST;
  forgetEnv();
});

/** What an app makes anew for each sign-in. */
function made(redirectUri = APP, more: Record<string, string> = {}) {
  const verifier = randomToken();
  const query = { redirect_uri: redirectUri, code_challenge: sha256(verifier).toString("base64url"), code_challenge_method: "S256", state: "of the app+1", ...more };
  return { verifier, query };
}

const answerAt = (answer: Response) => Object.fromEntries(new URL(locationOf(answer)).searchParams);
const exchange = (code: string | undefined, verifier: string) => http(tokenRoute, { body: { code, code_verifier: verifier } });
const signedIn = (browser: ProviderBrowser) => [...browser.cookies.keys()].filter((name) => /token/.test(name));

describe("a sign-in that an app begins", () => {
  it.each([APP, "com.example.app://host/cb?kept=1", "http://127.0.0.1:53127/cb", "http://127.0.0.1/cb", "http://[::1]:8080/cb", "https://app.example.com/native"])("ends at %s with a code, and leaves nothing in the browser @asvs V10.4.6", async (redirectUri) => {
    const person = personAt("google");
    const { verifier, query } = made(redirectUri);
    const browser = new ProviderBrowser();
    let answer = new Response();
    const rows = await auditRowsOf(async () => {
      answer = await browser.signIn("google", person.sub, query);
    });
    expect([answer.status, locationOf(answer).split("?")[0]]).toEqual([302, redirectUri.split("?")[0]]);
    const { code, ...rest } = answerAt(answer);
    expect(rest).toEqual({ state: "of the app+1", ...(redirectUri.includes("kept") ? { kept: "1" } : {}) });
    expect([...browser.cookies.keys()]).toEqual([]);
    const { id } = await userBy(person.email);
    expect(await sql("SELECT 1 FROM sessions WHERE user_id = $1", [id])).toEqual([]);
    expect(rows.map(({ action }) => action)).toEqual(["user.signup", "connection.added", "user.authorization_code_issued"]);
    const { status, body } = await exchange(code, verifier);
    expect([status, body.user?.id]).toEqual([200, id]);
    expect((await callAs({ accessToken: body.access_token as string }).output(checkAuth)).user.id).toBe(id);
  });

  it("gives another app, which has seen the address, nothing", async () => {
    const { verifier, query } = made();
    const { code } = answerAt(await new ProviderBrowser().signIn("google", personAt("google").sub, query));
    expect(await exchange(code, made().verifier)).toMatchObject({ status: 400, body: { code: "INVALID_GRANT", details: { reason: "verifier" } } });
    expect(await exchange(code, verifier)).toMatchObject({ status: 400, body: { details: { reason: "used" } } });
  });

  it("leaves whoever is signed in to that browser as they are", async () => {
    const browser = await browserOf(await makeUser());
    const before = new Map(browser.cookies);
    await browser.signIn("google", personAt("google").sub, made().query);
    expect(browser.cookies).toEqual(before);
    expect(await isIn(browser)).toBe(true);
  });

  it("connects a person on their first visit, and asks for the second factor at the exchange", async () => {
    const person = personAt("google");
    const user = await makeUser({ email: person.email });
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
    const { verifier, query } = made();
    const browser = new ProviderBrowser();
    const { code } = answerAt(await browser.signIn("google", person.sub, query));
    expect([await connectionsOf(user.id), signedIn(browser)]).toEqual([[expect.objectContaining({ provider: "google" })], []]);
    expect(await exchange(code, verifier)).toMatchObject({ status: 401, body: { code: "MFA_REQUIRED", details: { mfa_token: expect.any(String) } } });
  });

  it("takes custom data along, but none that could pass for our answer", async () => {
    const { query } = made(APP, { plan: "pro", code: "forged", error: "forged", error_code: "forged", error_description: "forged" });
    const { code, ...rest } = answerAt(await new ProviderBrowser().signIn("google", personAt("google").sub, query));
    expect([code === "forged", rest]).toEqual([false, { plan: "pro", state: "of the app+1" }]);
    const { state: _, ...withoutState } = made().query;
    expect(Object.keys(answerAt(await new ProviderBrowser().signIn("google", personAt("google").sub, withoutState)))).toEqual(["code"]);
  });
});

describe("where an app's sign-in may lead", () => {
  it.each([
    "com.example.app:/other", "com.example.app:/callback?x=1", "com.example.app:/callback#x", "COM.EXAMPLE.APP:/callback", "com.evil.app:/callback", "javascript:/callback", "myapp:/callback",
    "http://127.0.0.1.evil.example/cb", "http://127.0.0.1@evil.example/cb", "http://me@127.0.0.1:1/cb", "http://127.1:5000/cb", "http://127.0.0.2:5000/cb", "http://localhost:5000/cb", "https://127.0.0.1:5000/cb", "http://127.0.0.1:5000/cb#x", "http://127.0.0.1:5000/", "http://127.0.0.1:5000/cb/x", "http://127.0.0.1:99999/cb",
    "https://app.example.com.evil.example/native", "https://app.example.com/native#x", "https://app.example.com/native?x=1", "https://app.example.com/", "https://app.example.com:444/native", "https://evil.example/", `${TEST_ORIGIN}/account`, "/account", "",
  ])("is not %j @asvs V10.4.1", async (redirectUri) => {
    const answer = await rowsUnchanged(() => new ProviderBrowser().depart("google", made(redirectUri).query), []);
    expectToldAt(answer, "REDIRECT_NOT_ALLOWED");
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it("is no other port of a loopback address that is listed with one, and none that is not listed", async () => {
    await withEnv({ REDIRECT_ALLOW_LIST: "http://127.0.0.1:5000/cb" }, async () => {
      expect((await new ProviderBrowser().depart("google", made("http://127.0.0.1:5000/cb").query)).headers.get("location")).toContain("/google/auth?");
      expectToldAt(await new ProviderBrowser().depart("google", made("http://127.0.0.1:5001/cb").query), "REDIRECT_NOT_ALLOWED");
      for (const redirectUri of [APP, "http://[::1]:5000/cb"]) expectToldAt(await new ProviderBrowser().depart("google", made(redirectUri).query), "REDIRECT_NOT_ALLOWED");
    });
  });

  it("is never an app's address for a browser that signs itself in", async () => {
    expectToldAt(await new ProviderBrowser().depart("google", { return_to: APP }), "REDIRECT_NOT_ALLOWED");
    const answer = await new ProviderBrowser().signIn("google", personAt("google").sub, { redirect_uri: "https://app.example.com/page", state: "the page's own" });
    expect(answerAt(answer)).toEqual({ state: "the page's own" });
  });
});

describe("an app is told what went wrong, at its address", () => {
  it.each([
    ["no challenge", { code_challenge: "" }],
    ["the method plain", { code_challenge_method: "plain" }],
    ["no method, which means plain", { code_challenge_method: "" }],
    ["a challenge that no digest is", { code_challenge: "x".repeat(42) }],
    ["a state without end", { state: "x".repeat(501) }],
  ])("%s: invalid_request, before anything has begun @asvs V10.4.6", async (_, wrong) => {
    const { query } = made(APP, wrong);
    const answer = await rowsUnchanged(() => new ProviderBrowser().depart("google", query), []);
    expect(answerAt(answer)).toMatchObject({ error: "invalid_request", error_code: "INVALID_AUTHORIZATION_REQUEST", error_description: expect.any(String), state: query.state });
    expect([locationOf(answer).startsWith(`${APP}?`), answer.headers.getSetCookie()]).toEqual([true, []]);
  });

  it("without any parameter of its own: the same", async () => {
    expect(answerAt(await new ProviderBrowser().depart("google", { redirect_uri: APP }))).toMatchObject({ error: "invalid_request" });
  });

  it("a person who said no, and one who may not", async () => {
    const cancelled = await new ProviderBrowser().signIn("google", null, made().query);
    expect(answerAt(cancelled)).toMatchObject({ error: "access_denied", error_code: "PROVIDER_CANCELLED", state: "of the app+1" });
    const person = personAt("google", { email_verified: false });
    await makeUser({ email: person.email });
    const browser = new ProviderBrowser();
    expect(answerAt(await browser.signIn("google", person.sub, made().query))).toMatchObject({ error: "access_denied", error_code: "LINK_REQUIRED" });
    expect([...browser.cookies.keys()]).toEqual([]);
  });

  it("a provider that is away, at the beginning and at the end", async () => {
    provider().away = "all";
    expect(answerAt(await new ProviderBrowser().depart("google", made().query))).toMatchObject({ error: "temporarily_unavailable", error_code: "PROVIDER_UNAVAILABLE" });
    provider().away = "nothing";
    const browser = new ProviderBrowser();
    const url = await browser.answer(locationOf(await browser.depart("google", made().query)), personAt("google").sub);
    provider().away = "token";
    expect(answerAt(await browser.comeBack(url))).toMatchObject({ error: "temporarily_unavailable", state: "of the app+1" });
  });

  it("but not what another browser brings, which is no answer to it", async () => {
    const browser = new ProviderBrowser();
    const url = await browser.answer(locationOf(await browser.depart("google", made().query)), personAt("google").sub);
    const stranger = new ProviderBrowser();
    await stranger.depart("google", made().query);
    const answer = await stranger.comeBack(url);
    expectToldAt(answer, "PROVIDER_STATE");
    expect(locationOf(answer)).toBe("/login?error=PROVIDER_STATE");
  });
});
