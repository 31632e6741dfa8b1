/**
 * Where a change may come from (security.md section 3, ASVS V3.5.1). Browsers say where a request starts, and scripts
 * cannot remove that; a request that says nothing must not bring our cookies.
 */
import { isAllowedOrigin } from "@/lib/edge/cors";
import { AppError, CSRF } from "@/lib/errors";
import type { RequestContext } from "./request-context";

/** @throws AppError 403 CSRF */
export function assertTrustedOrigin(ctx: RequestContext): void {
  if (ctx.origin !== null) {
    if (isAllowedOrigin(ctx.origin)) return;
    throw new AppError(CSRF);
  }
  if (ctx.secFetchSite !== null) {
    if (ctx.secFetchSite === "same-origin") return;
    throw new AppError(CSRF);
  }
  const { accessCookie, refreshCookie } = ctx.credentials;
  if (accessCookie !== null || refreshCookie !== null) throw new AppError(CSRF);
}
