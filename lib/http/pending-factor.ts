/**
 * Between the factors, in a browser: a form's sign-in that needs a second step leaves its token in a cookie and leads to /mfa.
 * What calls the API gets the same token in the body of the 401 and keeps it itself.
 */
import { cookieAttributes, cookieNames } from "@/lib/edge/cookies";
import { AppError, MFA_REQUIRED } from "@/lib/errors";
import type { CookieToSet } from "./delivery";
import { safeReturnTo } from "./return-to";

/** What Next's `cookies()` and the cookies of a `NextResponse` can both do. */
interface CookieJar {
  set(cookie: { name: string; value: string; maxAge: number | undefined } & ReturnType<typeof cookieAttributes>): unknown;
}

/** The cookie of a refusal that asks for the second factor; null: it is another refusal. For answers with headers of their own. */
export function pendingFactorCookie(error: unknown): CookieToSet | null {
  if (!(error instanceof AppError) || error.code !== MFA_REQUIRED.code) return null;
  const { mfa_token: token, expires_in: seconds } = error.details ?? {};
  return typeof token === "string" && typeof seconds === "number" ? { name: cookieNames().mfa, value: token, maxAge: seconds } : null;
}

/**
 * Keeps the token of a refusal that asks for the second factor, in a cookie that ends with the token.
 * @returns whether it was such a refusal; then go on to `secondStepPath()`
 */
export function setPendingFactor(jar: CookieJar, error: unknown): boolean {
  const cookie = pendingFactorCookie(error);
  if (cookie) jar.set({ ...cookie, ...cookieAttributes() });
  return cookie !== null;
}

/** Where the second step is, which leads on to where the first one would have. @param returnTo - as it was sent; judged here */
export const secondStepPath = (returnTo?: unknown): string =>
  returnTo === undefined ? "/mfa" : `/mfa?return_to=${encodeURIComponent(safeReturnTo(returnTo))}`;
