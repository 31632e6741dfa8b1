import type { ProviderName } from "@/lib/features/connections/schema";
import { AuthClientError } from "./auth-client-error";
import { baseUrlOf, type ResolvedConfig } from "./client-config";

/** `oidc`: the issuer that the server is configured for. */
export type Provider = ProviderName;

/** Of the sign-in itself: as custom data they would change what happens. */
const RESERVED = ["redirect_uri", "return_to", "connect"];

export interface ProviderLoginOptions {
  /** Where to be afterwards, handed back as `?redirect=`. */
  path?: string;
  /** Comes back in the address behind it all; the server's hooks are given it with a new account. */
  customData?: Record<string, string>;
}

function pathOf({ endpoints }: ResolvedConfig, provider: Provider): string {
  if (provider === "google") return endpoints.googleLogin;
  return provider === "microsoft" ? endpoints.microsoftLogin : `/login/${provider}`;
}

/** Where a browser goes to sign in with a provider, and where it comes back. @throws TypeError for custom data that is none */
export function oauthUrl(config: ResolvedConfig, provider: Provider, redirectUri: string, customData: Record<string, string> = {}): string {
  const reserved = RESERVED.find((name) => name in customData);
  if (reserved) throw new TypeError(`${reserved} is no name for custom data: the sign-in has it`);
  const query = Object.entries({ redirect_uri: redirectUri, ...customData }).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return `${baseUrlOf(config)}${config.apiPrefix}${pathOf(config, provider)}?${query.join("&")}`;
}

/** Leaves the page. */
export function leaveFor(config: ResolvedConfig, provider: Provider, { path, customData }: ProviderLoginOptions = {}): void {
  const { origin } = globalThis.location;
  globalThis.location.assign(oauthUrl(config, provider, path ? `${origin}?redirect=${encodeURIComponent(path)}` : origin, customData));
}

/** The two of react-headless-auth, which are switched on. @throws AuthClientError `NOT_ENABLED` */
export function leaveIfEnabled(config: ResolvedConfig, provider: "google" | "microsoft", path?: string): void {
  const isEnabled = { google: config.enableGoogle, microsoft: config.enableMicrosoft }[provider];
  if (!isEnabled) throw new AuthClientError({ code: "NOT_ENABLED", message: `This client was not configured to sign in with ${provider}.` });
  leaveFor(config, provider, { path });
}
