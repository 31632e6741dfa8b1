/**
 * What is known of a request before anybody is asked who they are. Built by lib/http from a route's request, a
 * server action's or a page's headers; by tests from literals.
 */
import type { Viewer } from "./principal";

export interface RequestContext {
  /** Also in the answer's x-request-id, the log and audit rows. */
  readonly requestId: string;
  readonly kind: "api" | "action" | "page";
  readonly method: string;
  readonly path: string;
  /** The right-most hop that is not a trusted proxy; null where no socket is known. */
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly origin: string | null;
  readonly secFetchSite: string | null;
  readonly credentials: Credentials;
  /** Set by the platform in front of us, if it knows. */
  readonly geo: { country: string | null; city: string | null };
  /** What the answer must carry beside its body; applied by lib/http when the operation has succeeded. */
  readonly effects: Effects;
  /** The viewer, once asked for. */
  memo: { viewer?: Promise<Viewer | null> };
}

export interface Credentials {
  bearer: string | null;
  accessCookie: string | null;
  refreshCookie: string | null;
  /** Names this browser to known-device checks. No credential by itself. */
  deviceCookie: string | null;
  /** What a form's sign-in left for the second step. Opens that step and nothing else. */
  mfaCookie: string | null;
}

/** A new access token for a session that goes on; lib/http delivers it as a cookie or in the body. */
export interface IssuedAccess {
  accessToken: string;
  /** The session's absolute end, which rotation never moves. */
  expiresAt: Date;
  /** false: the cookies end with the browser. */
  rememberMe: boolean;
}

/** What a door hands to its caller. */
export interface IssuedSession extends IssuedAccess {
  refreshToken: string;
  sessionId: string;
}

export interface Effects {
  /** In place of the operation's own status: what was asked for is not done yet (202). */
  status?: number;
  session?: IssuedSession | "ended";
  /** Newer than the access token of `session`, where an expired one was rotated in the same request. */
  access?: IssuedAccess;
  deviceToken?: string;
  /** A sign-in was finished or given up: none waits for its second step any more. A renewal beside it leaves it waiting. */
  isSignInOver?: true;
  /** Which door began the session, for the sign-in page's memory: `local`, `passkey`, `magic_link` or a provider's name. */
  enteredBy?: string;
  /** Where the caller stands with the rule nearest its end; told on refusals too. */
  limit?: LimitStanding;
}

export interface LimitStanding {
  /** The points of a whole window. */
  limit: number;
  remaining: number;
  /** Whole seconds until the window ends. */
  resetSeconds: number;
  isRefused: boolean;
}

/** Scripts cannot remove these headers, so their bearer is a browser. */
export const isBrowser = (ctx: RequestContext): boolean => ctx.origin !== null || ctx.secFetchSite !== null;

/** Forms, pages and browsers' API calls; any other client is given no cookie. */
export const keepsCookies = (ctx: RequestContext): boolean => ctx.kind !== "api" || isBrowser(ctx);
