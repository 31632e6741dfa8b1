import { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill, startAuthentication, startRegistration, WebAuthnAbortService } from "@simplewebauthn/browser";
import type { CreationOptions, RequestOptions } from "@/lib/features/passkeys/schema";

/** Whether this browser has passkeys, and the page stands where they work. @param domain - what they are bound to; default: the page's own */
export function supportsPasskeys(domain?: string): boolean {
  const { hostname } = window.location;
  return browserSupportsWebAuthn() && (domain === undefined || hostname === domain || hostname.endsWith(`.${domain}`));
}

/** Whether the browser offers passkeys in a field of a form (conditional UI). */
export const supportsAutofill = browserSupportsWebAuthnAutofill;

/** Ends a question that is open; the next one does so too. */
export const stopAsking = (): void => WebAuthnAbortService.cancelCeremony();

/** A 4xx or 5xx of our API, in its own words. */
async function refusalOf(answer: Response): Promise<Error> {
  const body = (await answer.json().catch(() => null)) as { message?: string } | null;
  return Object.assign(new Error(body?.message ?? "We cannot do this right now. Try again in a moment."), { isOurs: true });
}

export const isOurRefusal = (error: unknown): error is Error => error instanceof Error && "isOurs" in error;

export interface Asserted {
  /** As JSON. */
  assertion: string;
  credentialId: string;
  domain: string;
}

/** Asks our API, then the browser. In autofill it waits until a passkey is chosen in a field. */
export async function askForAssertion({ inAutofill = false } = {}): Promise<Asserted> {
  const answer = await fetch("/api/auth/passkeys/sign-in/options", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  if (!answer.ok) throw await refusalOf(answer);
  const { options } = (await answer.json()) as { options: RequestOptions };
  const given = await startAuthentication({ optionsJSON: options, useBrowserAutofill: inAutofill });
  return { assertion: JSON.stringify(given), credentialId: given.id, domain: options.rpId };
}

/** @returns the attestation as JSON */
export const makePasskey = async (options: CreationOptions): Promise<string> => JSON.stringify(await startRegistration({ optionsJSON: options }));
