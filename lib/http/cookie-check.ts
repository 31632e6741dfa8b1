/**
 * Whether a browser keeps cookies shows at its next request alone. One that has sent none with the form that signs it in goes on
 * by the sign-in page, which leads whoever comes with the new session on at once, and tells everybody else why they are not in.
 *
 * @param target - where the sign-in leads; another site's address is left alone
 */
export const byWayOfCookieCheck = (target: string): string => (target.startsWith("/") ? `/login?notice=cookies&return_to=${encodeURIComponent(target)}` : target);
