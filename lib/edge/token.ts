import { decodeProtectedHeader, errors, jwtVerify, SignJWT, type JWTPayload } from "jose";
import { edgeNowSeconds } from "./clock";
import { edgeEnv } from "./env";
import { signingKey, type TokenKey, verificationKeys } from "./token-keys";

/** RFC 9068: keeps every other kind of token from passing as an access token, and the other way round. */
export const ACCESS_TOKEN_TYPE = "at+jwt";

/** A token that is younger was made for this very page: a second one would say the same. */
export const FRESH_TOKEN_SECONDS = 5;

export interface AccessTokenClaims {
  iss: string;
  aud: string;
  /** User id. */
  sub: string;
  /** Session id. */
  sid: string;
  jti: string;
  /** Seconds since the epoch, as `nbf`, `exp` and `auth_time`. */
  iat: number;
  nbf: number;
  exp: number;
  /** Active organization; null for somebody who is in none. */
  tid: string | null;
  roles: string[];
  /** Absent where the token would have grown too large for a cookie: then only the server can decide. */
  perms?: string[];
  /** Version of the permissions; a stale one refuses nothing by itself, since the database decides. */
  ver: string;
  /** How the session was authenticated (RFC 8176). */
  amr: string[];
  auth_time: number;
  /** What the `customAccessToken` hook adds. */
  [extra: string]: unknown;
}

export type TokenVerdict =
  | { ok: true; claims: AccessTokenClaims }
  /** Signature, type, issuer and audience are good: the claims are true, but no longer authorize anything. */
  | { ok: false; reason: "expired"; claims: AccessTokenClaims }
  | { ok: false; reason: "invalid" };

const INVALID: TokenVerdict = { ok: false, reason: "invalid" };

/** The clock of whichever instance signed a token may be so far ahead: it is good from now, not from then. Nothing ends later by it. */
const CLOCK_LEEWAY_SECONDS = 60;

/** Longer ones cannot come from us (a cookie holds 4 KB) and are not worth hashing. */
const MAX_TOKEN_LENGTH = 8192;

/** Whether a credential has the shape of a JWS; others (API keys) are the server's business. */
export const looksLikeJwt = (credential: string): boolean => /^[\w-]+\.[\w-]*\.[\w-]*$/.test(credential);

/**
 * Verifies an access token (RFC 8725, RFC 9068): type, key by `kid`, that key's one algorithm, issuer, audience, times.
 * No database: whether the session still lives is decided elsewhere. Throws only where no key is configured.
 *
 * @param options.nowSeconds the verifier's clock; by default the edge's.
 */
export const verifyAccessToken = async (
  token: string,
  options: { nowSeconds?: number } = {},
): Promise<TokenVerdict> => {
  if (token.length > MAX_TOKEN_LENGTH || !looksLikeJwt(token)) return INVALID;
  const nowSeconds = Math.floor(options.nowSeconds ?? edgeNowSeconds());
  const keys = await verificationKeys();
  const known = recall(token, keys);
  if (known) return judgeTimes(known, nowSeconds);
  const key = keyOf(token, keys);
  if (!key) return INVALID;
  const verdict = await verifyWith(key, token, nowSeconds);
  if (verdict.ok) remember(token, key, verdict.claims);
  return verdict;
};

const verifyWith = async (key: TokenKey, token: string, nowSeconds: number): Promise<TokenVerdict> => {
  const { appUrl } = edgeEnv();
  try {
    const { payload } = await jwtVerify(token, key.key, {
      algorithms: [key.alg],
      typ: ACCESS_TOKEN_TYPE,
      issuer: appUrl,
      audience: appUrl,
      currentDate: new Date(nowSeconds * 1000),
      clockTolerance: CLOCK_LEEWAY_SECONDS,
      requiredClaims: ["exp", "iat"],
    });
    return isClaims(payload) ? judgeTimes(payload, nowSeconds) : INVALID;
  } catch (error) {
    // jose checks the expiry last, after signature, type, issuer, audience and nbf.
    if (error instanceof errors.JWTExpired && isClaims(error.payload)) {
      return { ok: false, reason: "expired", claims: error.payload };
    }
    if (error instanceof errors.JOSEError || error instanceof TypeError) return INVALID;
    throw error;
  }
};

/**
 * Tokens that were found good, by the key that signed them. Signature, type, issuer and audience of the same bytes stay
 * good, and checking them is most of a request's own work (WebCrypto sends each check to a thread); times are judged anew.
 */
const verified = new WeakMap<CryptoKey, Map<string, AccessTokenClaims>>();
const REMEMBERED_MAX = 1000;

/** A key that is no longer configured vouches for nothing, and neither does another installation's address. */
const recall = (token: string, keys: readonly TokenKey[]): AccessTokenClaims | undefined => {
  for (const { key } of keys) {
    const claims = verified.get(key)?.get(token);
    if (claims && claims.iss === edgeEnv().appUrl) return claims;
  }
  return undefined;
};

const remember = (token: string, { key }: TokenKey, claims: AccessTokenClaims): void => {
  const tokens = verified.get(key) ?? new Map<string, AccessTokenClaims>();
  const [oldest] = tokens.keys();
  if (tokens.size >= REMEMBERED_MAX && oldest !== undefined) tokens.delete(oldest);
  tokens.set(token, Object.freeze(claims));
  verified.set(key, tokens);
};

/** `nbf` may not lie ahead but by another instance's clock, `exp` has to. */
const judgeTimes = (claims: AccessTokenClaims, nowSeconds: number): TokenVerdict => {
  if (claims.nbf > nowSeconds + CLOCK_LEEWAY_SECONDS) return INVALID;
  return claims.exp > nowSeconds ? { ok: true, claims } : { ok: false, reason: "expired", claims };
};

/** Signs claims as an access token with the newest key. `iss`, `aud` and the times are the caller's to set. */
export const signAccessToken = async (claims: AccessTokenClaims): Promise<string> => {
  const { kid, alg, key } = await signingKey();
  return new SignJWT(claims as JWTPayload).setProtectedHeader({ typ: ACCESS_TOKEN_TYPE, alg, kid }).sign(key);
};

const keyOf = (token: string, keys: readonly TokenKey[]): TokenKey | undefined => {
  try {
    const { kid } = decodeProtectedHeader(token);
    return keys.find((key) => key.kid === kid);
  } catch {
    return undefined;
  }
};

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === "string");

const isClaims = (payload: JWTPayload): payload is AccessTokenClaims =>
  typeof payload.sub === "string" &&
  typeof payload.sid === "string" &&
  typeof payload.iat === "number" &&
  typeof payload.exp === "number" &&
  (payload.tid === null || typeof payload.tid === "string") &&
  isStrings(payload.roles) &&
  (payload.perms === undefined || isStrings(payload.perms));
