/**
 * Where a change may come from (ASVS V3.5.1). Browsers say where a request starts, and scripts
 * cannot remove that; a request that says nothing must not bring our cookies.
 */
import { isAllowedOrigin } from "@/lib/edge/cors";
import { AppError, CSRF } from "@/lib/errors";
import type { RequestContext } from "./request-context";

/** Whether a browser says that the request starts on a page that is neither ours nor on the list. */
export function isFromElsewhere({ origin, secFetchSite }: RequestContext): boolean {
  if (origin !== null) return !isAllowedOrigin(origin);
  return secFetchSite !== null && secFetchSite !== "same-origin";
}

/** Whether the request may change something. */
export function hasTrustedOrigin(ctx: RequestContext): boolean {
  const { accessCookie, refreshCookie } = ctx.credentials;
  const saysNothing = ctx.origin === null && ctx.secFetchSite === null;
  const bringsCookies = accessCookie !== null || refreshCookie !== null;
  return !isFromElsewhere(ctx) && !(saysNothing && bringsCookies);
}

/** @throws AppError 403 CSRF */
export function assertTrustedOrigin(ctx: RequestContext): void {
  if (!hasTrustedOrigin(ctx)) throw new AppError(CSRF);
}
