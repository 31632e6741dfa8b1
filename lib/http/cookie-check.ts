/**
 * Whether a browser keeps cookies shows at its next request alone. One that has sent none with the form that signs it in goes on
 * by the sign-in page, which leads whoever comes with the new session on at once, and tells everybody else why they are not in.
 */
import { headers } from "next/headers";

export const COOKIES_NOTICE = "cookies";

/** @param target - where the sign-in leads; another site's address is left alone */
export const byWayOfCookieCheck = (target: string): string =>
  target.startsWith("/") ? `/login?notice=${COOKIES_NOTICE}&return_to=${encodeURIComponent(target)}` : target;

/**
 * Whether the browser has not asked for this page itself: Next renders where an action leads along with its answer, and with the
 * cookies of that answer, which tells nothing of what the browser keeps. Browsers that send no Sec-Fetch-Dest are believed.
 */
export async function isPartOfPage(): Promise<boolean> {
  const wanted = (await headers()).get("sec-fetch-dest");
  return wanted !== null && wanted !== "document";
}
