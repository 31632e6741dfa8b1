/** Each provider as it is configured in production: its own addresses and claims, answered in its place by a network of the test's. */
import { ProviderBrowser } from "../setup/provider-browser";
import { generateKeyPair, type GenerateKeyPairResult, SignJWT } from "jose";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { sha256 } from "@/lib/crypto";
import { newId } from "@/lib/ids";
import { makeUser } from "../factories/make-user";
import { connectionsOf, expectToldAt, isIn, locationOf, userBy } from "../setup/provider-world";
import { oneRow } from "../setup/sql";
import { TEST_ORIGIN } from "../setup/test-context";
import { withEnv } from "../setup/with-env";

type Claims = Record<string, unknown>;
type Answers = Record<string, unknown>;

const TENANT = "0d3e0c1a-5b7f-4d2e-9a41-6f8e2b7c1d05";
const OTHER_TENANT = "7c1d0539-9a41-4d2e-8b7f-0d3e0c1a6f8e";
const ENTRA = "https://login.microsoftonline.com";
const REALM = "https://id.example.com/realms/staff";
const SECRET = "a secret: with signs";

let keys: GenerateKeyPairResult;
beforeAll(async () => {
  keys = await generateKeyPair("RS256");
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** As the providers' own documents have it, of what is read of them. */
const discovery = (issuer: string, endpoints: Claims) => ({ issuer, response_types_supported: ["code"], subject_types_supported: ["public"], id_token_signing_alg_values_supported: ["RS256"], jwks_uri: `${issuer}/keys`, ...endpoints });
const entraDocument = (path: string, issuer: string) =>
  discovery(issuer, { authorization_endpoint: `${ENTRA}/${path}/oauth2/v2.0/authorize`, token_endpoint: `${ENTRA}/${path}/oauth2/v2.0/token`, userinfo_endpoint: "https://graph.microsoft.com/oidc/userinfo" });

const DOCUMENTS: Answers = {
  "https://accounts.google.com/.well-known/openid-configuration": discovery("https://accounts.google.com", {
    authorization_endpoint: "https://accounts.google.com/o/oauth2/v2/auth", token_endpoint: "https://oauth2.googleapis.com/token", userinfo_endpoint: "https://openidconnect.googleapis.com/v1/userinfo",
  }),
  [`${ENTRA}/common/v2.0/.well-known/openid-configuration`]: entraDocument("common", `${ENTRA}/{tenantid}/v2.0`),
  ...Object.fromEntries([TENANT, OTHER_TENANT].map((tenant) => [`${ENTRA}/${tenant}/v2.0/.well-known/openid-configuration`, entraDocument(tenant, `${ENTRA}/${tenant}/v2.0`)])),
  "https://appleid.apple.com/.well-known/openid-configuration": discovery("https://appleid.apple.com", { authorization_endpoint: "https://appleid.apple.com/auth/authorize", token_endpoint: "https://appleid.apple.com/auth/token" }),
  [`${REALM}/.well-known/openid-configuration`]: discovery(REALM, { authorization_endpoint: `${REALM}/auth`, token_endpoint: `${REALM}/token`, userinfo_endpoint: `${REALM}/userinfo` }),
};

interface Network {
  /** What the token endpoint was sent. */
  exchange: { url: string; form: URLSearchParams; authorization: string | null } | null;
}

/** @param claims - of the ID token; null: the provider gives none */
function network(claims: Claims | null, answers: Answers = {}): Network {
  const seen: Network = { exchange: null };
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const known = { ...DOCUMENTS, ...answers }[request.url];
    if (request.method === "GET") return known === undefined ? new Response(null, { status: 404 }) : Response.json(known);
    seen.exchange = { url: request.url, form: new URLSearchParams(await request.text()), authorization: request.headers.get("authorization") };
    const idToken = claims && (await new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).setIssuedAt().setExpirationTime("5m").sign(keys.privateKey));
    return Response.json({ access_token: "an-access-token", token_type: "bearer", scope: "email", ...(idToken ? { id_token: idToken, expires_in: 300 } : {}) });
  });
  return seen;
}

interface Provider {
  name: string;
  variables: Record<string, string>;
  callback: string;
  /** Where people are sent to, with what beside the usual. */
  authorize: string;
  asks: Record<string, string>;
  hasNonce: boolean;
  hasPkce: boolean;
  token: string;
  /** By which its answer is told from others', and what we know it by. */
  claims: (id: string, email: string) => Claims | null;
  answers?: (id: string, email: string) => Answers;
  subject: (id: string) => string;
  names: [first: string | null, last: string | null];
  /** Beside code and state, in the form that it answers by. */
  form?: Record<string, string>;
}

const idOf = (id: string): number => Number.parseInt(id.replaceAll("-", "").slice(-12), 16);
const grace = { name: "Grace Hopper", given_name: "Grace", family_name: "Hopper" };

const providers: Provider[] = [
  {
    name: "Google", variables: { AUTH_GOOGLE_ID: "client", AUTH_GOOGLE_SECRET: SECRET }, callback: "google", authorize: "https://accounts.google.com/o/oauth2/v2/auth", asks: { scope: "openid profile email" },
    hasNonce: true, hasPkce: true, token: "https://oauth2.googleapis.com/token", claims: (sub, email) => ({ iss: "https://accounts.google.com", aud: "client", sub, email, email_verified: true, ...grace }), subject: (id) => id, names: ["Grace", "Hopper"],
  },
  {
    name: "Microsoft Entra ID, for every tenant", variables: { AUTH_MICROSOFT_ENTRA_ID_ID: "client", AUTH_MICROSOFT_ENTRA_ID_SECRET: SECRET }, callback: "microsoft-entra-id", authorize: `${ENTRA}/common/oauth2/v2.0/authorize`,
    asks: { scope: "openid profile email" }, hasNonce: true, hasPkce: true, token: `${ENTRA}/common/oauth2/v2.0/token`,
    claims: (id, email) => ({ iss: `${ENTRA}/${TENANT}/v2.0`, aud: "client", sub: `pairwise-${id}`, tid: TENANT, oid: id, email, xms_edov: true, name: "Grace Hopper" }), subject: (id) => `${TENANT}.${id}`, names: ["Grace", "Hopper"],
  },
  {
    name: "Microsoft Entra ID, for one tenant", variables: { AUTH_MICROSOFT_ENTRA_ID_ID: "client", AUTH_MICROSOFT_ENTRA_ID_SECRET: SECRET, AUTH_MICROSOFT_ENTRA_ID_ISSUER: `${ENTRA}/${TENANT}/v2.0` }, callback: "microsoft-entra-id",
    authorize: `${ENTRA}/${TENANT}/oauth2/v2.0/authorize`, asks: { scope: "openid profile email" }, hasNonce: true, hasPkce: true, token: `${ENTRA}/${TENANT}/oauth2/v2.0/token`,
    claims: (id, email) => ({ iss: `${ENTRA}/${TENANT}/v2.0`, aud: "client", sub: `pairwise-${id}`, tid: TENANT, oid: id, email, xms_edov: "1", ...grace }), subject: (id) => `${TENANT}.${id}`, names: ["Grace", "Hopper"],
  },
  {
    name: "GitHub", variables: { AUTH_GITHUB_ID: "client", AUTH_GITHUB_SECRET: SECRET }, callback: "github", authorize: "https://github.com/login/oauth/authorize", asks: { scope: "read:user user:email" }, hasNonce: false, hasPkce: true,
    token: "https://github.com/login/oauth/access_token", claims: () => null,
    answers: (id, email) => ({
      "https://api.github.com/user": { id: idOf(id), login: "grace", name: "Grace Hopper", email: "shown@example.com" },
      "https://api.github.com/user/emails": [{ email: "old@example.com", primary: false, verified: true }, { email, primary: true, verified: true }],
    }),
    subject: (id) => String(idOf(id)), names: ["Grace", "Hopper"],
  },
  {
    name: "Apple", variables: { AUTH_APPLE_ID: "client", AUTH_APPLE_SECRET: SECRET }, callback: "apple", authorize: "https://appleid.apple.com/auth/authorize", asks: { scope: "name email", response_mode: "form_post" }, hasNonce: true, hasPkce: false,
    token: "https://appleid.apple.com/auth/token", claims: (sub, email) => ({ iss: "https://appleid.apple.com", aud: "client", sub, email, email_verified: "true" }), subject: (id) => id, names: ["Grace", "Hopper"],
    form: { user: JSON.stringify({ name: { firstName: "Grace", lastName: "Hopper" }, email: "grace@example.com" }) },
  },
  {
    name: "another issuer", variables: { AUTH_OIDC_ISSUER: REALM, AUTH_OIDC_ID: "client", AUTH_OIDC_SECRET: SECRET, AUTH_OIDC_NAME: "Our house" }, callback: "oidc", authorize: `${REALM}/auth`, asks: { scope: "openid profile email" }, hasNonce: true, hasPkce: true,
    token: `${REALM}/token`, claims: (sub, email) => ({ iss: REALM, aud: "client", sub, email, email_verified: true, ...grace }), subject: (id) => `${REALM}|${id}`, names: ["Grace", "Hopper"],
  },
];

/** Off to the provider, and back with its answer. */
async function walk({ callback, claims, answers, form }: Provider, { id, email, alter = (told) => told }: { id: string; email: string; alter?: (told: Claims) => Claims }) {
  network(null);
  const browser = new ProviderBrowser();
  const away = new URL(locationOf(await browser.depart(callback)));
  const state = away.searchParams.get("state") ?? "";
  const nonce = away.searchParams.get("nonce");
  const told = claims(id, email);
  const seen = network(told && alter({ ...told, ...(nonce ? { nonce } : {}) }), answers?.(id, email));
  const given = { code: "a-code", state, ...form };
  if (!form) return { browser, away, seen, end: await browser.comeBack(`${TEST_ORIGIN}/api/auth/callback/${callback}?${new URLSearchParams(given)}`) };
  const again = await browser.comeBackByForm(callback, given);
  return { browser, away, seen, end: await browser.comeBack(`${TEST_ORIGIN}${locationOf(again)}`) };
}

const somebody = () => {
  const id = newId();
  return { id, email: `configured-${id}@example.com` };
};

const named = (wanted: string): Provider => {
  const found = providers.find(({ name }) => name === wanted);
  if (!found) throw new Error(`there is no provider ${wanted}`);
  return found;
};

describe.each(providers)("$name", (provider) => {
  const { variables, callback, authorize, asks, hasNonce, hasPkce, token, subject, names } = provider;

  it("is asked at its own address, with state and whatever it knows of nonce and PKCE, and signs in whom it names", () =>
    withEnv(variables, async () => {
      const who = somebody();
      const { browser, away, seen, end } = await walk(provider, who);
      const query = Object.fromEntries(away.searchParams);
      const redirectUri = `${TEST_ORIGIN}/api/auth/callback/${callback}`;
      expect(`${away.origin}${away.pathname}`).toBe(authorize);
      expect(query).toMatchObject({ response_type: "code", client_id: "client", redirect_uri: redirectUri, state: expect.stringMatching(/^\S{40,}$/), ...asks });
      expect([query.nonce !== undefined, query.code_challenge_method === "S256"]).toEqual([hasNonce, hasPkce]);

      const { exchange } = seen;
      expect(exchange?.url).toBe(token);
      expect(Object.fromEntries(exchange?.form ?? [])).toMatchObject({ grant_type: "authorization_code", code: "a-code", redirect_uri: redirectUri });
      const verifier = exchange?.form.get("code_verifier");
      expect(verifier ? sha256(verifier).toString("base64url") : undefined).toBe(query.code_challenge);
      const basic = `Basic ${Buffer.from(`client:${encodeURIComponent(SECRET).replaceAll("%20", "+")}`).toString("base64")}`;
      expect([exchange?.authorization, exchange?.form.get("client_secret")]).toEqual(callback === "apple" ? [null, SECRET] : [basic, null]);

      expect([locationOf(end), await isIn(browser)]).toEqual(["/dashboard", true]);
      const user = await userBy(who.email);
      expect(user.email_verified_at).not.toBeNull();
      expect(await oneRow("SELECT first_name, last_name FROM users WHERE id = $1", [user.id])).toEqual({ first_name: names[0], last_name: names[1] });
      expect(await connectionsOf(user.id)).toMatchObject([{ provider_account_id: subject(who.id), email: who.email }]);
    }));

  it("signs nobody in by an answer that is another's", () =>
    withEnv(variables, async () => {
      const lies: ((told: Claims) => Claims)[] = [(told) => ({ ...told, iss: "https://evil.example" }), (told) => ({ ...told, aud: "another" }), (told) => ({ ...told, nonce: "another" })];
      // GitHub gives no token that says who it is of.
      for (const alter of provider.claims("", "") ? lies : []) expectToldAt((await walk(provider, { ...somebody(), alter })).end, "PROVIDER_FAILED");
      network(null);
      const stranger = new ProviderBrowser();
      await stranger.depart(callback);
      expectToldAt(await stranger.comeBack(`${TEST_ORIGIN}/api/auth/callback/${callback}?code=a-code&state=made-up`), "PROVIDER_STATE");
    }));
});

describe("Microsoft's tenants", () => {
  const told = (iss: string, tid: string) => (claims: Claims) => ({ ...claims, iss: `${ENTRA}/${iss}/v2.0`, tid });

  it("are told apart: nobody comes from another one than the one that is configured, nor from one that another has signed for", async () => {
    const [every, one] = [named("Microsoft Entra ID, for every tenant"), named("Microsoft Entra ID, for one tenant")];
    await withEnv(one.variables, async () => expectToldAt((await walk(one, { ...somebody(), alter: told(OTHER_TENANT, OTHER_TENANT) })).end, "PROVIDER_FAILED"));
    await withEnv(every.variables, async () => {
      for (const [iss, tid] of [[OTHER_TENANT, TENANT], [TENANT, OTHER_TENANT]] as const) expectToldAt((await walk(every, { ...somebody(), alter: told(iss, tid) })).end, "PROVIDER_FAILED");
      const who = somebody();
      for (const tenant of [TENANT, OTHER_TENANT]) {
        const { end } = await walk(every, { ...who, alter: (claims) => told(tenant, tenant)({ ...claims, xms_edov: tenant === TENANT }) });
        // The same object id and address in another tenant are somebody else, who is not believed about the address.
        if (tenant === TENANT) expect(locationOf(end)).toBe("/dashboard");
        else expectToldAt(end, "LINK_REQUIRED");
      }
    });
  });
});

describe("GitHub's addresses", () => {
  it("open nobody's account before GitHub has verified them", () => {
    const github = named("GitHub");
    return withEnv(github.variables, async () => {
      const { email } = await makeUser();
      const id = newId();
      const unproved = { ...github, answers: (of: string, at: string) => ({ ...github.answers?.(of, at), "https://api.github.com/user/emails": [{ email: at, primary: true, verified: false }] }) };
      expectToldAt((await walk(unproved, { id, email })).end, "LINK_REQUIRED");
      expect(locationOf((await walk(github, { id, email })).end)).toBe("/dashboard");
    });
  });
});

describe("a provider that hangs", () => {
  it("is given up after five seconds, on the way there and on the way back", () => {
    const google = named("Google");
    return withEnv(google.variables, async () => {
      network(null);
      const browser = new ProviderBrowser();
      const state = new URL(locationOf(await browser.depart("google"))).searchParams.get("state") ?? "";
      const patience = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => AbortSignal.abort(new DOMException("The time is over.", "TimeoutError")));
      vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
        new Request(input, init).signal.throwIfAborted();
        return new Response(null, { status: 404 });
      });
      expectToldAt(await new ProviderBrowser().depart("google"), "PROVIDER_UNAVAILABLE");
      expectToldAt(await browser.comeBack(`${TEST_ORIGIN}/api/auth/callback/google?${new URLSearchParams({ code: "a-code", state })}`), "PROVIDER_UNAVAILABLE");
      expect(new Set(patience.mock.calls.flat())).toEqual(new Set([5000]));
    });
  });
});
