import { configuredProviders } from "@/lib/providers";
import { ProviderBrowser } from "../setup/provider-browser";
import { afterAll, beforeAll, describe, expect, vi } from "vitest";
import config from "@/gatehouse.config";
import { env, forgetEnv } from "@/lib/env";
import { newId } from "@/lib/ids";
import { DEMO_ISSUERS, type DemoIssuer, type DemoPerson } from "../../scripts/demo-providers/demo-issuers";
import { makeUser } from "../factories/make-user";
import { auditRowsOf } from "../setup/audit-rows";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { oneRow, sql } from "../setup/sql";
import { TEST_ORIGIN } from "../setup/test-context";
import { withEnv } from "../setup/with-env";
import { type OidcFront, startOidcFront } from "../tools/oidc-front";
import { conforms } from "./conforms";
import { send } from "./wire";

const TENANT = "0d3e0c1a-5b7f-4d2e-9a41-6f8e2b7c1d05";
const FRONT_END = "https://front.example.com";
const people: Record<DemoIssuer["slug"], DemoPerson[]> = { google: [], microsoft: [] };
let front: OidcFront;

beforeAll(async () => {
  front = await startOidcFront(TEST_ORIGIN, DEMO_ISSUERS.map((issuer) => ({ ...issuer, people: people[issuer.slug] })));
  Object.assign(process.env, { GATEHOUSE_DEMO_PROVIDERS: front.setting, REDIRECT_ALLOW_LIST: FRONT_END });
  forgetEnv();
});
afterAll(async () => {
  delete process.env.GATEHOUSE_DEMO_PROVIDERS;
  delete process.env.REDIRECT_ALLOW_LIST;
  forgetEnv();
  await front.close();
});

function person(slug: DemoIssuer["slug"], claims: Record<string, unknown> = {}): DemoPerson {
  const id = newId();
  const proof = slug === "google" ? { email_verified: true } : { tid: TENANT, oid: id };
  const made = { sub: `sub-${id}`, name: "Grace Hopper", given_name: "Grace", family_name: "Hopper", email: `${id}@example.com`, ...proof, ...claims };
  people[slug].push(made);
  return made;
}

const locationOf = (answer: Response) => answer.headers.get("location") ?? "";
const errorOf = (answer: Response) => new URL(locationOf(answer), TEST_ORIGIN).searchParams.get("error");
const userBy = (email: string) => oneRow<{ id: string; provider: string; first_name: string; last_name: string; is_verified: boolean }>("SELECT *, email_verified_at IS NOT NULL AS is_verified FROM users WHERE email = $1", [email]);
const rolesOf = (id: string) => sql<{ name: string }>("SELECT r.name FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.user_id = $1", [id]);
const isIn = async ({ cookies }: ProviderBrowser) => (await send("GET /api/auth/check-auth", { cookies: Object.fromEntries(cookies) })).status === 200;

/** Off with the address that is registered, and back by it. */
async function byPath(slug: DemoIssuer["slug"], path: string, claims: DemoPerson, query: Record<string, string> = {}) {
  return withEnv({ [`${slug.toUpperCase()}_REDIRECT_URI`]: `${TEST_ORIGIN}${path}` }, async () => {
    const browser = new ProviderBrowser();
    const back = await browser.answer(locationOf(await browser.depart(slug, query)), claims.sub);
    expect(back.startsWith(`${TEST_ORIGIN}${path}?code=`)).toBe(true);
    return { browser, answer: await browser.comeBack(back) };
  });
}

describe("beginning", () => {
  for (const [id, slug] of [["O1", "google"], ["O2", "microsoft"]] as const) {
    conforms(id, async () => {
      const away = await new ProviderBrowser().depart(slug, { redirect_uri: `${FRONT_END}?redirect=%2Fhome`, plan: "pro" });
      expect(away.status).toBe(302);
      const { origin, pathname, searchParams } = new URL(locationOf(away));
      expect([origin, pathname]).toEqual([env.demoProviders?.origin, `/${slug}/auth`]);
      expect(searchParams.get("scope")?.split(" ").sort()).toEqual(["email", "openid", "profile"]);
      expect(searchParams.get("state")).toMatch(/^\S{40,}$/);
      expect(errorOf(await new ProviderBrowser().depart(slug, { redirect_uri: "https://evil.example" }))).toBe("REDIRECT_NOT_ALLOWED");
      const end = await new ProviderBrowser().signIn(slug, person(slug).sub, { redirect_uri: `${FRONT_END}?redirect=%2Fhome`, plan: "pro" });
      expect(locationOf(end)).toBe(`${FRONT_END}/?redirect=%2Fhome&plan=pro`);
    });
  }

  conforms("2.2-getOAuthUrl", async () => {
    for (const slug of ["google", "microsoft"] as const) {
      // Where the page is: its own origin, written out.
      expect((await new ProviderBrowser().depart(slug, { redirect_uri: TEST_ORIGIN })).status).toBe(302);
      expect(locationOf(await new ProviderBrowser().signIn(slug, person(slug).sub, { redirect_uri: TEST_ORIGIN }))).toBe("/");
    }
  });
});

describe("coming back", () => {
  conforms("O3", async () => {
    const claims = person("google");
    const { browser, answer } = await byPath("google", "/api/auth/auth/google/callback", claims, { redirect_uri: FRONT_END });
    expect([answer.status, locationOf(answer), await isIn(browser)]).toEqual([302, `${FRONT_END}/`, true]);
    const user = await userBy(claims.email);
    expect(user).toMatchObject({ provider: "google", first_name: "Grace", last_name: "Hopper", is_verified: true });
    expect(await rolesOf(user.id)).toEqual([{ name: "user" }]);
    front.away = "token";
    const failed = await new ProviderBrowser().signIn("google", claims.sub);
    front.away = "nothing";
    expect([failed.status, errorOf(failed)]).toEqual([302, "PROVIDER_UNAVAILABLE"]);
  });

  conforms("O4", async () => {
    const claims = person("microsoft");
    const { browser, answer } = await byPath("microsoft", "/api/auth/auth/microsoft/callback", claims, { redirect_uri: FRONT_END });
    expect([answer.status, locationOf(answer), await isIn(browser)]).toEqual([302, `${FRONT_END}/`, true]);
    expect(await userBy(claims.email)).toMatchObject({ provider: "microsoft", is_verified: false });
    const vouchedFor = person("microsoft", { xms_edov: true });
    await new ProviderBrowser().signIn("microsoft", vouchedFor.sub);
    expect(await userBy(vouchedFor.email)).toMatchObject({ is_verified: true });
  });

  for (const id of ["O5", "1.12-oauth"] as const) {
    conforms(id, async () => {
      for (const [slug, path] of [["google", "/api/auth/callback/google"], ["microsoft", "/api/auth/callback/microsoft"]] as const) {
        const { browser, answer } = await byPath(slug, path, person(slug));
        expect([answer.status, locationOf(answer), await isIn(browser)]).toEqual([302, "/dashboard", true]);
      }
    });
  }

  conforms("2.3-12", async () => {
    const target = `${FRONT_END}?redirect=${encodeURIComponent("/orders?open=1")}`;
    const end = new URL(locationOf(await new ProviderBrowser().signIn("google", person("google").sub, { redirect_uri: target })));
    expect([end.origin, Object.fromEntries(end.searchParams)]).toEqual([FRONT_END, { redirect: "/orders?open=1" }]);
  });

  conforms("10.1-microsoft", async () => {
    const claims = person("microsoft");
    await new ProviderBrowser().signIn("microsoft", claims.sub);
    const { id } = await userBy(claims.email);
    expect(await sql("SELECT provider_account_id FROM accounts WHERE user_id = $1", [id])).toEqual([{ provider_account_id: `demo:${TENANT}.${String(claims.oid)}` }]);
    // The same address from another tenant is somebody else, and is not believed.
    const other = person("microsoft", { tid: newId(), oid: claims.oid, email: claims.email });
    expect(errorOf(await rowsUnchanged(() => new ProviderBrowser().signIn("microsoft", other.sub)))).toBe("LINK_REQUIRED");
  });
});

describe("what was wrong elsewhere", () => {
  conforms("9.1-2", async () => {
    for (const wanted of ["https://evil.example", `${FRONT_END}.evil.example`, "//evil.example"]) {
      expect(errorOf(await new ProviderBrowser().depart("google", { redirect_uri: wanted }))).toBe("REDIRECT_NOT_ALLOWED");
    }
    const begun = new ProviderBrowser();
    const away = new URL(locationOf(await begun.depart("google")));
    expect(away.searchParams.get("code_challenge_method")).toBe("S256");
    const back = await begun.answer(away.href, person("google").sub);
    expect(errorOf(await rowsUnchanged(() => new ProviderBrowser().comeBack(back)))).toBe("PROVIDER_STATE");
  });

  conforms("9.1-3", async () => {
    front.alter = (claims) => ({ ...claims, iss: "https://accounts.google.com" });
    expect(errorOf(await rowsUnchanged(() => new ProviderBrowser().signIn("google", person("google").sub)))).toBe("PROVIDER_FAILED");
    front.alter = null;
    const local = await makeUser({ verified: true });
    for (const [slug, claims] of [["google", { email_verified: false }], ["microsoft", {}]] as const) {
      expect(errorOf(await rowsUnchanged(() => new ProviderBrowser().signIn(slug, person(slug, { ...claims, email: local.email }).sub)))).toBe("LINK_REQUIRED");
    }
  });

  conforms("9.1-8", async () => {
    const claims = person("google");
    const signIn = () => new ProviderBrowser().signIn("google", claims.sub);
    await signIn();
    const { id } = await userBy(claims.email);
    await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [id]);
    expect(locationOf(await signIn())).toMatch(/^\/mfa/);
    await sql("UPDATE users SET mfa_enabled = false, email_verified_at = NULL WHERE id = $1", [id]);
    expect(errorOf(await withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, signIn))).toBe("EMAIL_NOT_VERIFIED");
    await sql("UPDATE users SET is_active = false WHERE id = $1", [id]);
    expect(errorOf(await signIn())).toBe("ACCOUNT_DISABLED");
  });
});

describe("the trail", () => {
  conforms("6.1-user.oauth_signup", async () => {
    const claims = person("google");
    const rows = await auditRowsOf(() => new ProviderBrowser().signIn("google", claims.sub));
    expect(rows[0]).toMatchObject({ action: "user.signup", success: true, metadata: { provider: "google" } });
  });

  conforms("6.1-user.oauth_login", async () => {
    const claims = person("google");
    await new ProviderBrowser().signIn("google", claims.sub);
    const rows = await auditRowsOf(() => new ProviderBrowser().signIn("google", claims.sub));
    expect(rows).toMatchObject([{ action: "user.login", success: true, metadata: { provider: "google", amr: ["fed"] } }]);
  });
});

describe("beside it", () => {
  conforms("4.2-on_oauth_login", async () => {
    const claims = person("google");
    const told = vi.fn();
    config.hooks.afterLogin = told;
    await new ProviderBrowser().signIn("google", claims.sub);
    await vi.waitFor(() => expect(told).toHaveBeenCalled());
    delete config.hooks.afterLogin;
    expect(told.mock.calls[0]?.[0]).toMatchObject({ provider: "google", user: { email: claims.email } });
  });

  conforms("3.1-oauth_tokens", async () => {
    const claims = person("google");
    await new ProviderBrowser().signIn("google", claims.sub);
    const { id } = await userBy(claims.email);
    const links = await sql<{ provider: string; tokens: Buffer | null }>("SELECT provider, tokens FROM accounts WHERE user_id = $1", [id]);
    expect(links).toMatchObject([{ provider: "google" }]);
    expect(links[0]?.tokens?.length ?? 0).toBeGreaterThan(0);
    expect(links[0]?.tokens?.toString("utf8")).not.toMatch(/access_token|id_token|eyJ/);
  });
});

describe("options", () => {
  conforms("4.1-AUTHSVC_ENABLE_OAUTH", () =>
    withEnv({ GATEHOUSE_DEMO_PROVIDERS: undefined }, async () => {
      expect(configuredProviders()).toEqual([]);
      expect((await new ProviderBrowser().depart("google")).status).toBe(404);
    }),
  );
  for (const [id, name, redirectUri] of [["4.1-GOOGLE", "google", "/api/auth/callback/google"], ["4.1-MICROSOFT", "microsoft", "/api/auth/callback/microsoft"]] as const) {
    conforms(id, () => {
      const variable = name.toUpperCase();
      return withEnv({ [`${variable}_CLIENT_ID`]: "id", [`${variable}_CLIENT_SECRET`]: "secret", [`${variable}_REDIRECT_URI`]: `${TEST_ORIGIN}${redirectUri}` }, async () => {
        expect(configuredProviders()).toMatchObject([{ name, clientId: "id", clientSecret: "secret", redirectUri: `${TEST_ORIGIN}${redirectUri}`, isDemo: false }]);
      });
    });
  }
});
