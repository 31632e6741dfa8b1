/** One issuer: an oidc-provider with one client, which is Gatehouse, and people who sign in by a click. */
import { exportJWK, generateKeyPair } from "jose";
import Provider, { type Configuration, interactionPolicy } from "oidc-provider";
import { refusedPage } from "./choose-page";
import type { DemoIssuer } from "./demo-issuers";
import { memoryStore } from "./memory-store";

export interface IssuerClient {
  id: string;
  secret: string;
  redirectUris: readonly string[];
}

const HOUR = 3600;

/** Everybody is asked each time who they are, or the second try of the demonstration would show nothing. */
function askEachTime(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  const isAnswered = (ctx: Parameters<interactionPolicy.Check["check"]>[0]) => Boolean(ctx.oidc.result?.login);
  policy.get("login")?.checks.add(new Check("each_time", "each sign-in asks who it is", (ctx) => (isAnswered(ctx) ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT)));
  return policy;
}

/** A key of its own, made anew at each start. Tests sign with it what no honest issuer would. */
export async function makeSigningKey(): Promise<Record<string, unknown>> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return { ...(await exportJWK(privateKey)), use: "sig", alg: "RS256", kid: crypto.randomUUID() };
}

interface IssuerOptions {
  /** Its address, which is its name in ID tokens: `http://127.0.0.1:4000/google` */
  url: string;
  client: IssuerClient;
  key: Record<string, unknown>;
  /** The page on which people begin again, where a sign-in cannot go on. */
  signInUrl: string;
}

export function makeIssuer(issuer: DemoIssuer, { url, client, key, signInUrl }: IssuerOptions): Provider {
  const configuration: Configuration = {
    adapter: memoryStore(),
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [...client.redirectUris], grant_types: ["authorization_code"], response_types: ["code"] }],
    jwks: { keys: [key] },
    cookies: {
      keys: [crypto.randomUUID()],
      names: { interaction: `${issuer.slug}_interaction`, resume: `${issuer.slug}_resume`, session: `${issuer.slug}_session` },
    },
    // As the real ones: what was asked for by scope is in the ID token.
    conformIdTokenClaims: false,
    scopes: ["openid", "profile", "email"],
    claims: { openid: ["sub", "tid", "oid", "xms_edov"], email: ["email", "email_verified"], profile: ["name", "given_name", "family_name"] },
    findAccount(_ctx, sub) {
      const person = issuer.people.find((candidate) => candidate.sub === sub);
      return person && { accountId: sub, claims: () => person };
    },
    // Nobody is asked for consent: there is nothing real to be shared.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client?.clientId, accountId: ctx.oidc.session?.accountId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
    interactions: { policy: askEachTime(), url: (_ctx, { uid }) => `/${issuer.slug}/choose/${uid}` },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    pkce: { required: () => true },
    ttl: { AccessToken: HOUR, AuthorizationCode: 60, Grant: HOUR, IdToken: HOUR, Interaction: HOUR, Session: HOUR },
    renderError(ctx, { error, error_description: description }) {
      ctx.type = "html";
      ctx.body = refusedPage(issuer, { reason: description ?? error, backTo: signInUrl });
    },
  };
  return new Provider(url, configuration as never);
}
