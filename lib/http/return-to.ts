/** Where to go after a sign-in: a path of ours, or an origin that `REDIRECT_ALLOW_LIST` names (ASVS V3.7.2). */
import { edgeEnv } from "@/lib/edge/env";

const DEFAULT_TARGET = "/dashboard";

/**
 * A same-origin path, or an address whose origin is on the list, compared as parsed URLs; else the default. `//host`,
 * `/\host`, other schemes, credentials, control characters and what is below `/api` all end up at the default.
 */
export function safeReturnTo(wanted: unknown, fallback = DEFAULT_TARGET): string {
  if (typeof wanted !== "string" || wanted.length > 2000) return fallback;
  // eslint-disable-next-line no-control-regex -- these are the characters to refuse
  if (/[\\\u0000-\u001f\u007f]/.test(wanted)) return fallback;
  return (wanted.startsWith("/") ? ownPath(wanted) : listedAddress(wanted)) ?? fallback;
}

/** Where a page was asked to lead on to; undefined: nowhere in particular. */
export const returnToOf = ({ return_to: wanted }: { return_to?: string }): string | undefined => (wanted === undefined ? undefined : safeReturnTo(wanted));

function ownPath(wanted: string): string | undefined {
  const { appUrl } = edgeEnv();
  if (!URL.canParse(wanted, appUrl)) return undefined;
  const url = new URL(wanted, appUrl);
  if (isBelowApi(url.pathname)) return undefined;
  if (url.origin !== appUrl || url.pathname.startsWith("//")) return undefined;
  return url.pathname + url.search + url.hash;
}

/**
 * No page is there, and what a link begins there, such as connecting a provider, may be begun by our own pages alone: whoever is led
 * there by us would come from one, whoever wrote the `return_to`.
 */
function isBelowApi(pathname: string): boolean {
  const letters = pathname.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return /^\/+api(?:\/|$)/i.test(letters);
}

/** Whole origins are listed, so a name inside a longer one, another port or another scheme is not. */
function listedAddress(wanted: string): string | undefined {
  if (!/^https?:\/\//i.test(wanted) || !URL.canParse(wanted)) return undefined;
  const url = new URL(wanted);
  const hasCredentials = url.username !== "" || url.password !== "";
  return !hasCredentials && edgeEnv().redirectAllowList.includes(url.origin) ? url.href : undefined;
}
