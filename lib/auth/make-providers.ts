/** The configured providers as Auth.js takes them: state, nonce and PKCE wherever the provider knows them. */
import { customFetch } from "next-auth";
import type { OAuthConfig, OIDCConfig } from "next-auth/providers";
import Apple from "next-auth/providers/apple";
import GitHub from "next-auth/providers/github";
import Google from "next-auth/providers/google";
import MicrosoftEntraID from "next-auth/providers/microsoft-entra-id";
import { callbackAddress, configuredProviders, type ConfiguredProvider } from "@/lib/providers";
import { githubClaims } from "./github-claims";
import { type Claims, subjectOf } from "./read-claims";

/** A provider that hangs may not hold a request for longer. */
const PATIENCE_MS = 5000;

type Fetch = typeof fetch;
type AuthJsProvider = (OIDCConfig<Claims> | OAuthConfig<Claims>) & { [customFetch]?: Fetch };

/** With an end to waiting, and with the callback that is registered there in the exchange of the code, where it is not Auth.js's. */
const patiently =
  (provider: ConfiguredProvider, inner: Fetch): Fetch =>
  (input, init) => {
    if (provider.redirectUri && init?.body instanceof URLSearchParams && init.body.has("redirect_uri")) init.body.set("redirect_uri", callbackAddress(provider));
    return inner(input, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
  };

/** Only what Auth.js itself asks for: who somebody is, is read from the claims (read-claims.ts). Nobody's picture is fetched. */
const profileOf = (provider: ConfiguredProvider) => (claims: Claims) => {
  const id = subjectOf(provider, claims);
  if (id === null) throw new Error("the provider did not say who it is");
  return { id, email: typeof claims.email === "string" ? claims.email : undefined };
};

const OIDC_CHECKS = ["pkce", "state", "nonce"] as const;

function make(provider: ConfiguredProvider): AuthJsProvider {
  const { authJsId: id, label, clientId, clientSecret, issuer } = provider;
  const own = { clientId, clientSecret, profile: profileOf(provider), checks: [...OIDC_CHECKS] };
  if (provider.isDemo || provider.name === "oidc") return { id, name: label, type: "oidc", issuer, ...own } as AuthJsProvider;
  switch (provider.name) {
    case "google":
      return Google(own as never) as unknown as AuthJsProvider;
    case "microsoft":
      return MicrosoftEntraID({ ...own, issuer, authorization: { params: { scope: "openid profile email" } } } as never) as unknown as AuthJsProvider;
    case "github":
      return GitHub({ ...own, checks: ["pkce", "state"], userinfo: { url: "https://api.github.com/user", request: githubClaims() } } as never) as unknown as AuthJsProvider;
    case "apple": {
      // It knows no PKCE. Its answer comes as a form, which we turn into a query (authorization-response.ts), so Auth.js is told of none.
      const theirs = Apple({ ...own, checks: ["state", "nonce"] } as never) as unknown as AuthJsProvider;
      return { ...theirs, authorization: { params: { scope: "name email" } } };
    }
  }
}

export const makeProviders = (): AuthJsProvider[] =>
  configuredProviders().map((provider) => {
    const theirs = make(provider);
    return { ...theirs, [customFetch]: patiently(provider, theirs[customFetch] ?? fetch) };
  });
