/** What may go wrong between a browser, a provider and us, before it is known who somebody is. */
import { defineError } from "@/lib/errors";

export const PROVIDER_STATE = defineError("PROVIDER_STATE", 400, "This sign-in was begun in another browser or too long ago, or this browser keeps no cookies. Begin again here.");
export const PROVIDER_CANCELLED = defineError("PROVIDER_CANCELLED", 400, "The sign-in was cancelled at the provider. Nothing was changed.");
export const PROVIDER_UNAVAILABLE = defineError("PROVIDER_UNAVAILABLE", 503, "The provider does not answer. Try again in a moment, or sign in another way.");
export const PROVIDER_FAILED = defineError("PROVIDER_FAILED", 400, "The provider's answer could not be trusted, so nobody was signed in. Begin again; if it happens again, tell an administrator.");
export const INVALID_AUTHORIZATION_REQUEST = defineError("INVALID_AUTHORIZATION_REQUEST", 400, "The app has to begin a sign-in with a code_challenge of the method S256, and with a state of 500 characters at most.");
export const PROVIDER_DATA_TOO_LONG = defineError("PROVIDER_DATA_TOO_LONG", 400, "The link that began this sign-in carries more than a browser keeps until its end. Begin again here.");
export const REDIRECT_NOT_ALLOWED = defineError("REDIRECT_NOT_ALLOWED", 400, "This sign-in was to lead to an address that is not on this installation's list. Nobody was signed in.");
