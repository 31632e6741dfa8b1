/**
 * Sign-ins that an app begins in the system's browser (RFC 8252). They end at the app's own address with a code, which is bound to the
 * challenge that the app began with (RFC 7636), and leave nothing in the browser. docs/decisions/023-native-clients.md says why so.
 */
import { z } from "zod";
import { env } from "@/lib/env";
import type { ErrorSpec } from "@/lib/errors";
import { codeChallenge } from "@/lib/features/auth/schema";
import { safeReturnTo } from "@/lib/http/return-to";
import { INVALID_AUTHORIZATION_REQUEST } from "./protocol-errors";
import { withCustomData } from "./return-target";

export const nativeClient = z.object({
  challenge: codeChallenge,
  /** The app's own, given back as it came (RFC 6749 section 4.1.1). */
  state: z.string().max(500).nullable(),
});
export type NativeClient = z.infer<typeof nativeClient>;

/** What is an app's, of the query that begins a sign-in. */
export const CLIENT_PARAMETERS: readonly string[] = ["code_challenge", "code_challenge_method", "state"];
/** What an answer says; custom data may not say it (RFC 6749 sections 4.1.2 and 4.1.2.1). */
export const ANSWER_PARAMETERS: readonly string[] = ["code", "state", "error", "error_code", "error_description"];

/** An app takes the port that is free (RFC 8252 section 7.3). `localhost` may be another machine (section 8.3), so it is left as it is. */
const withoutPort = (address: string): string => address.replace(/^(http:\/\/(?:127\.0\.0\.1|\[::1\])):\d{1,5}(?=[/?]|$)/, "$1");

/**
 * Where the app's answer goes: an address that is listed as it is sent (RFC 9700 section 2.1), but for a port on loopback. An origin
 * of the list is not enough: whatever page there shows its address to others would give codes away.
 * @returns null: it is not on the list, and nothing is to happen
 */
export function clientAddress(query: URLSearchParams): string | null {
  const wanted = query.get("redirect_uri") ?? "";
  const isListed = [wanted, withoutPort(wanted)].some((address) => env.redirectAllowList.includes(address));
  return isListed && !wanted.includes("#") && URL.canParse(wanted) ? wanted : null;
}

/** Whether an app asks, and not a browser for itself: by its challenge, or by an address that no browser may be led to. */
export const isNativeRequest = (query: URLSearchParams): boolean =>
  query.has("code_challenge") || (clientAddress(query) !== null && safeReturnTo(query.get("redirect_uri"), "") === "");

/** null: no challenge that we could check. There is no other method: `plain` shows the secret to whoever sees the address (RFC 7636 section 7.2). */
export function clientOf(query: URLSearchParams): NativeClient | null {
  const client = nativeClient.safeParse({ challenge: query.get("code_challenge"), state: query.get("state") });
  return client.success && query.get("code_challenge_method") === "S256" ? client.data : null;
}

function withAnswer(address: string, answer: Record<string, string | null>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(answer)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}

/** The end of it. */
export const codeAddress = (target: string, { state }: NativeClient, { code, customData }: { code: string; customData: Record<string, string> }): string =>
  withAnswer(withCustomData(target, customData), { code, state });

/** Of RFC 6749 section 4.1.2.1. */
function oauthError({ code, status }: ErrorSpec): string {
  if (code === INVALID_AUTHORIZATION_REQUEST.code) return "invalid_request";
  if (status === 429 || status === 503) return "temporarily_unavailable";
  return status >= 500 ? "server_error" : "access_denied";
}

/** The other end: `error` for whoever speaks OAuth, `error_code` our name of it, `error_description` its sentence. */
export const refusalAddress = (target: string, state: string | null, refusal: ErrorSpec): string =>
  withAnswer(target, { error: oauthError(refusal), error_code: refusal.code, error_description: refusal.message, state });
