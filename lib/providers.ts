/** Which providers there are, as the environment says, and how each is told apart from the others. */
import { env } from "@/lib/env";
import type { ProviderName } from "@/lib/features/connections/schema";

export interface ConfiguredProvider {
  /** On the wire, in our rows and in the addresses of old clients. */
  name: ProviderName;
  /** Auth.js's own name for it, which its callback's address ends with. */
  authJsId: string;
  /** What its button says after "Continue with". */
  label: string;
  clientId: string;
  clientSecret: string;
  /** Undefined: the provider's well-known one. */
  issuer: string | undefined;
  /** The callback that is registered there, where it is not Auth.js's. */
  redirectUri: string | undefined;
  /** The demonstration's stands in for it. */
  isDemo: boolean;
}

const AUTH_JS_IDS: Record<ProviderName, string> = { google: "google", microsoft: "microsoft-entra-id", github: "github", apple: "apple", oidc: "oidc" };
const LABELS = { google: "Google", microsoft: "Microsoft", github: "GitHub", apple: "Apple" };

const made = (name: ProviderName, label: string, id: string | undefined, secret: string | undefined, more: Partial<ConfiguredProvider> = {}): ConfiguredProvider[] =>
  id && secret ? [{ name, authJsId: AUTH_JS_IDS[name], label, clientId: id, clientSecret: secret, issuer: undefined, redirectUri: undefined, isDemo: false, ...more }] : [];

/** Those whose values are set; while there is none, the demonstration's, where one runs. */
export function configuredProviders(): ConfiguredProvider[] {
  const real = [
    ...made("google", LABELS.google, env.authGoogleId ?? env.googleClientId, env.authGoogleSecret ?? env.googleClientSecret, { redirectUri: env.googleRedirectUri }),
    ...made("microsoft", LABELS.microsoft, env.authMicrosoftEntraIdId ?? env.microsoftClientId, env.authMicrosoftEntraIdSecret ?? env.microsoftClientSecret, {
      issuer: env.authMicrosoftEntraIdIssuer,
      redirectUri: env.microsoftRedirectUri,
    }),
    ...made("github", LABELS.github, env.authGithubId, env.authGithubSecret),
    ...made("apple", LABELS.apple, env.authAppleId, env.authAppleSecret),
    ...(env.authOidcIssuer ? made("oidc", env.authOidcName, env.authOidcId, env.authOidcSecret, { issuer: env.authOidcIssuer }) : []),
  ];
  return real.length > 0 ? real : demoProviders();
}

function demoProviders(): ConfiguredProvider[] {
  const demo = env.demoProviders;
  if (!demo) return [];
  return (["google", "microsoft"] as const).flatMap((name) =>
    made(name, `Demo ${LABELS[name]}`, demo.username, demo.password, { issuer: `${demo.origin}/${name}`, redirectUri: { google: env.googleRedirectUri, microsoft: env.microsoftRedirectUri }[name], isDemo: true }),
  );
}

export const findProvider = (name: string): ConfiguredProvider | undefined => configuredProviders().find((provider) => provider.name === name || provider.authJsId === name);

/** Paths that a provider may send people back to, below APP_URL: Auth.js's own, and those of older systems. */
export const callbackPaths = (name: ProviderName): string[] => [
  ...new Set([`/api/auth/callback/${AUTH_JS_IDS[name]}`, `/api/auth/callback/${name}`, `/api/auth/auth/${name}/callback`]),
];

/** What to register with the provider, and what is sent there. */
export const callbackAddress = (provider: ConfiguredProvider): string => provider.redirectUri ?? `${env.appUrl}/api/auth/callback/${provider.authJsId}`;
