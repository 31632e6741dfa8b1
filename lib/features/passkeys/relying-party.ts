/** Who asks for passkeys, as browsers and authenticators see it. Both names come from `APP_URL`, never from a request. */
import { env } from "@/lib/env";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { arePasskeysOffered } from "@/lib/session/passkeys-offered";

/** Shown by browsers beside the question; people know the site by its address. */
export const RELYING_PARTY_NAME = "Gatehouse";

/** The domain that passkeys are bound to: another one could not use them. */
export const relyingPartyId = (): string => new URL(env.appUrl).hostname;

/** The one origin whose pages may ask. */
export const relyingPartyOrigin = (): string => env.appUrl;

/** @throws AppError 404 where this installation offers no passkeys */
export function assertPasskeysOffered(): void {
  if (!arePasskeysOffered()) throw new AppError(NOT_FOUND);
}
