import { AuthClientError } from "./auth-client-error";
import { baseUrlOf, type ResolvedConfig } from "./client-config";

export type Provider = "google" | "microsoft";

const isEnabled = ({ enableGoogle, enableMicrosoft }: ResolvedConfig, provider: Provider): boolean => ({ google: enableGoogle, microsoft: enableMicrosoft })[provider];

/** Where a browser goes to sign in with a provider, and where it comes back. */
export const oauthUrl = (config: ResolvedConfig, provider: Provider, redirectUri: string): string =>
  `${baseUrlOf(config)}${config.apiPrefix}${config.endpoints[`${provider}Login`]}?redirect_uri=${encodeURIComponent(redirectUri)}`;

/** Leaves the page. @throws AuthClientError `NOT_ENABLED` */
export function leaveFor(config: ResolvedConfig, provider: Provider, path?: string): void {
  if (!isEnabled(config, provider)) throw new AuthClientError({ code: "NOT_ENABLED", message: `This client was not configured to sign in with ${provider}.` });
  const { origin } = globalThis.location;
  globalThis.location.assign(oauthUrl(config, provider, path ? `${origin}?redirect=${encodeURIComponent(path)}` : origin));
}
