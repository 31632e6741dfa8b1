/**
 * What is kept of an authorization request (RFC 6749 section 4.1.1) while its person is at the provider: in a cookie of the browser that
 * began it, encrypted, for as long as the provider's response may take. Bound to the `state` that Auth.js sent along, so that answers of two tabs do not mix.
 */
import { z } from "zod";
import { now } from "@/lib/clock";
import { decrypt, deriveKey, encrypt } from "@/lib/crypto";
import { edgeEnv } from "@/lib/edge/env";
import { env } from "@/lib/env";
import { PROVIDERS } from "@/lib/features/connections/schema";
import { nativeClient } from "./native-client";

/** As long as Auth.js's own cookies. */
const TTL_SECONDS = 15 * 60;

const shape = z.object({
  provider: z.enum(PROVIDERS),
  state: z.string(),
  /** Whose settings it was begun from, to connect; null: to sign in. */
  connectsFor: z.uuid().nullable(),
  /** Where to go afterwards: a path of ours or an address on the list, checked when it began. */
  target: z.string(),
  /** The app that gets a code at `target`; null: a browser that gets a session. */
  client: nativeClient.nullable(),
  customData: z.record(z.string(), z.string()),
  /** Seconds since 1970. */
  endsAt: z.number(),
});
export type PendingAuthorization = z.infer<typeof shape>;

const key = (): Buffer => deriveKey(env.authSecret, "pending authorization v1");
const nowSeconds = () => Math.floor(now().getTime() / 1000);

/** Of a cookie, browsers keep this many bytes at least (RFC 6265 section 6.1: name, value and attributes); most drop a longer one. */
export const COOKIE_BYTES_MAX = 4096;

export const authorizationCookie = (): string => `${edgeEnv().isHttps ? "__Host-" : ""}pending_authorization`;

export const sealAuthorization = (authorization: Omit<PendingAuthorization, "endsAt">): string =>
  encrypt(key(), JSON.stringify({ ...authorization, endsAt: nowSeconds() + TTL_SECONDS } satisfies PendingAuthorization)).toString("base64url");

/** null: none of ours, or over. */
export function openAuthorization(sealed: string | undefined): PendingAuthorization | null {
  try {
    const authorization = shape.parse(JSON.parse(decrypt(key(), Buffer.from(sealed ?? "", "base64url"))));
    return authorization.endsAt > nowSeconds() ? authorization : null;
  } catch {
    return null;
  }
}

/**
 * A Set-Cookie line of what has to come along when the provider sends somebody back, which `SameSite=Strict` would not.
 * @param maxAge - seconds; 0 removes it
 */
export const laxCookieLine = (name: string, value: string, maxAge = TTL_SECONDS): string =>
  `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly${edgeEnv().isHttps ? "; Secure" : ""}; SameSite=Lax`;
