import { ProviderBrowser } from "../setup/provider-browser";
import { describe, expect, it, vi } from "vitest";
import config from "@/gatehouse.config";
import { providerAccess } from "@/lib/features/connections/provider-access";
import { makeUser } from "../factories/make-user";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { auditRowsOf } from "../setup/audit-rows";
import { callAs } from "../setup/call-as";
import { browserOf, connectionsOf, expectToldAt, isIn, locationOf, noticesTo, personAt, provider, TENANT, userBy, useProviders } from "../setup/provider-world";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { sql } from "../setup/sql";
import { TEST_ORIGIN } from "../setup/test-context";
import { withEnv } from "../setup/with-env";

useProviders();

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
    expect(await noticesTo(person.email)).toEqual([]);
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

  it("brings the custom data of the link to the product's hooks, and back to the address behind it all; the next visit makes no account", async () => {
    const person = personAt("google");
    const customData = { plan: "pro", campaign: "spring & summer" };
    const told = vi.fn();
    const watched = { beforeSignup: (event: unknown) => void told("before", event), afterSignup: (event: unknown) => void told("after", event) };
    Object.assign(config.hooks, watched);
    try {
      for (let visit = 1; visit <= 2; visit += 1) {
        const answer = await new ProviderBrowser().signIn("google", person.sub, { return_to: "/account?tab=1", ...customData });
        expect(locationOf(answer)).toBe("/account?tab=1&plan=pro&campaign=spring+%26+summer");
      }
      await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
    } finally {
      for (const name of Object.keys(watched)) Reflect.deleteProperty(config.hooks, name);
    }
    expect(told.mock.calls).toEqual([
      ["before", { email: person.email, username: null, firstName: "Grace", lastName: "Hopper", password: null, fields: {}, customData }],
      ["after", { user: expect.objectContaining({ email: person.email, provider: "google" }) as object, customData }],
    ]);
  });

  it("leaves the provider's access token for the product's own code, encrypted; each visit brings another", async () => {
    const person = personAt("google");
    const seen = new Set<string>();
    for (let visit = 1; visit <= 2; visit += 1) {
      await new ProviderBrowser().signIn("google", person.sub);
      const { id } = await userBy(person.email);
      const access = await providerAccess(id, "google");
      expect(access).toMatchObject({ accessToken: expect.stringMatching(/^\S{20,}$/), scope: expect.stringContaining("openid"), expiresAt: expect.any(Date) });
      seen.add(String(access?.accessToken));
      const [connection] = await connectionsOf(id);
      for (const token of seen) expect(connection?.tokens.toString("latin1")).not.toContain(token);
    }
    expect(seen.size).toBe(2);
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
      expectToldAt(await new ProviderBrowser().signIn("google", person.sub), "EMAIL_NOT_VERIFIED");
      expect(await sql("SELECT 1 FROM one_time_tokens WHERE purpose = 'email_verification' AND address = $1", [person.email])).toHaveLength(1);
      // Nor is it told in this way whose address is known.
      for (const known of [await makeUser(), await makeUser({ banned: true })])
        expectToldAt(await new ProviderBrowser().signIn("google", personAt("google", { email: known.email, email_verified: false }).sub), "EMAIL_NOT_VERIFIED");
    });
  });

  it("without an address gets no account", async () => {
    const person = personAt("google");
    provider().alter = ({ email: _, ...claims }) => claims;
    expectToldAt(await rowsUnchanged(() => new ProviderBrowser().signIn("google", person.sub)), "PROVIDER_EMAIL_MISSING");
  });
});

describe("somebody known", () => {
  it("is known by the issuer's name for them, whatever becomes of their address there", async () => {
    const person = personAt("google");
    await new ProviderBrowser().signIn("google", person.sub);
    const user = await userBy(person.email);
    const other = await makeUser();
    provider().alter = (claims) => ({ ...claims, email: other.email });
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
    expect(await noticesTo(user.email)).toEqual(["A provider was connected to your account"]);
  });

  it.each([["google", { email_verified: false }], ["microsoft", { xms_edov: undefined, email_verified: true }]] as const)(
    "by an address that %s does not vouch for is asked to sign in as ever @asvs V10.5.2",
    async (slug, claims) => {
      const user = await makeUser({ verified: true });
      const person = personAt(slug, { ...claims, email: user.email });
      const rows = await auditRowsOf(async () => expectToldAt(await rowsUnchanged(() => new ProviderBrowser().signIn(slug, person.sub)), "LINK_REQUIRED"));
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
    expectToldAt(await new ProviderBrowser().signIn("google", person.sub), "ACCOUNT_DISABLED");
    const banned = await makeUser({ banned: true });
    expectToldAt(await new ProviderBrowser().signIn("google", personAt("google", { email: banned.email }).sub), "ACCOUNT_DISABLED");
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

  it("with a second factor finds the custom data behind it, as far as an address holds it", async () => {
    const user = await makeUser({ verified: true });
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
    const person = personAt("google", { email: user.email });
    const behindTheStep = async (query: Record<string, string>) => {
      const answer = await new ProviderBrowser().signIn("google", person.sub, { return_to: "/account", ...query });
      return new URL(locationOf(answer), TEST_ORIGIN).searchParams.get("return_to");
    };
    expect(await behindTheStep({ plan: "pro", campaign: "spring & summer" })).toBe("/account?plan=pro&campaign=spring+%26+summer");
    const long = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`key_${at}`, String(at).repeat(200)]));
    expect(await behindTheStep(long)).toBe("/account");
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
