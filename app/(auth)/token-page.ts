import type { Metadata } from "next";

/**
 * Of a page whose address bears a token: other sites and search engines learn nothing of it. `no-referrer` would take the
 * Origin from forms without JavaScript too.
 */
export const tokenPage = (title: string): Metadata => ({ title, referrer: "same-origin", robots: { index: false } });
