/** Who asks for passkeys, as browsers and authenticators see it. Both names come from `APP_URL`, never from a request. */
import { isIP } from "node:net";
import { env } from "@/lib/env";
import { AppError, NOT_FOUND } from "@/lib/errors";

/** Shown by browsers beside the question; people know the site by its address. */
export const RELYING_PARTY_NAME = "Gatehouse";

/** The domain that passkeys are bound to: another one could not use them. */
export const relyingPartyId = (): string => new URL(env.appUrl).hostname;

/** The one origin whose pages may ask. */
export const relyingPartyOrigin = (): string => env.appUrl;

/** Browsers give passkeys to domains on https, and to `localhost` (WebAuthn level 3, section 13.4.9: no addresses). */
export function arePasskeysOffered(): boolean {
  const host = relyingPartyId();
  const isDomain = isIP(host.replace(/^\[|\]$/g, "")) === 0;
  const isSecure = env.appUrl.startsWith("https://") || host === "localhost" || host.endsWith(".localhost");
  return env.passkeys && isDomain && isSecure;
}

/** @throws AppError 404 where this installation offers no passkeys */
export function assertPasskeysOffered(): void {
  if (!arePasskeysOffered()) throw new AppError(NOT_FOUND);
}
