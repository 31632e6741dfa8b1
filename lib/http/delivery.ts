/**
 * How a session reaches its client (`TOKEN_DELIVERY`). In `cookies_only` a browser gets cookies and never sees a token; a
 * client that is none gets tokens in the body and no cookie.
 */
import { cookieAttributes, cookieNames } from "@/lib/edge/cookies";
import { env } from "@/lib/env";
import { now } from "@/lib/clock";
import { type IssuedAccess, type IssuedSession, keepsCookies, type RequestContext } from "@/lib/session/request-context";

export interface CookieToSet {
  name: string;
  value: string;
  /** Seconds; 0 removes it, undefined ends with the browser. */
  maxAge: number | undefined;
}

export interface Delivery {
  /** Merged into the body. */
  tokens: Record<string, unknown>;
  cookies: CookieToSet[];
}

/** Browsers keep cookies for 400 days at most (RFC 6265bis section 5.5). */
const LONGEST_COOKIE_SECONDS = 400 * 24 * 3600;

/** What the operation's effects mean for this client. Forms and pages always get cookies. */
export function deliver(ctx: RequestContext): Delivery {
  const { session, access, deviceToken, enteredBy, isSignInOver } = ctx.effects;
  const cookies: CookieToSet[] = [
    ...(deviceToken ? [{ name: cookieNames().device, value: deviceToken, maxAge: LONGEST_COOKIE_SECONDS }] : []),
    ...(isSignInOver && ctx.credentials.mfaCookie !== null ? [clearedPendingFactor()] : []),
  ];
  if (session === "ended") return { tokens: {}, cookies: [...cookies, ...clearedCookies()] };
  const issued = access ? { ...session, ...access } : session;
  if (!issued) return { tokens: {}, cookies };
  const browser = keepsCookies(ctx);
  const mode = ctx.kind === "api" ? env.tokenDelivery : "cookies_only";
  const inBody = mode !== "cookies_only" || !browser;
  const inCookies = mode !== "body_only" && browser;
  return {
    tokens: inBody ? bodyTokens(issued) : {},
    cookies: inCookies ? [...cookies, ...sessionCookies(issued), ...(enteredBy ? [rememberedDoor(enteredBy)] : [])] : browser ? cookies : [],
  };
}

/** A refresh token only where there is a new one. */
type Issued = IssuedAccess & Partial<IssuedSession>;

const bodyTokens = ({ accessToken, refreshToken }: Issued) => ({
  access_token: accessToken,
  ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
  token_type: "Bearer",
  expires_in: env.accessTokenTtlSeconds,
});

/** The access cookie lives as long as the refresh cookie, so that an expired token can be told from nobody. */
function sessionCookies({ accessToken, refreshToken, expiresAt, rememberMe }: Issued): CookieToSet[] {
  const names = cookieNames();
  const left = Math.max(0, Math.floor((expiresAt.getTime() - now().getTime()) / 1000));
  const maxAge = rememberMe ? left : undefined;
  const access = { name: names.access, value: accessToken, maxAge };
  return refreshToken === undefined ? [access] : [access, { name: names.refresh, value: refreshToken, maxAge }];
}

export function clearedCookies(): CookieToSet[] {
  const names = cookieNames();
  return [names.access, names.refresh].map((name) => ({ name, value: "", maxAge: 0 }));
}

/** What the sign-in page says was used last. No credential. */
const rememberedDoor = (name: string): CookieToSet => ({ name: cookieNames().lastProvider, value: name, maxAge: LONGEST_COOKIE_SECONDS });

/** What stood between the factors has been used, or is of no use any more. */
const clearedPendingFactor = (): CookieToSet => ({ name: cookieNames().mfa, value: "", maxAge: 0 });

/** A Set-Cookie line. Values are tokens: they need no quoting. */
export function setCookieLine({ name, value, maxAge }: CookieToSet): string {
  const { secure, sameSite, path } = cookieAttributes();
  const site = sameSite.charAt(0).toUpperCase() + sameSite.slice(1);
  const age = maxAge === undefined ? "" : `; Max-Age=${maxAge}`;
  return `${name}=${value}; Path=${path}${age}; HttpOnly${secure ? "; Secure" : ""}; SameSite=${site}`;
}
