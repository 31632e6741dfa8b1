/** Where to go after a sign-in: a path of ours and nothing else (ASVS V3.7.2). */
import { edgeEnv } from "@/lib/edge/env";

const DEFAULT_TARGET = "/dashboard";

/**
 * A same-origin path, compared as a parsed URL, or the default. `//host`, `/\host`, schemes, credentials and control
 * characters all end up at the default.
 */
export function safeReturnTo(wanted: unknown, fallback = DEFAULT_TARGET): string {
  if (typeof wanted !== "string" || wanted.length > 2000 || !wanted.startsWith("/")) return fallback;
  // eslint-disable-next-line no-control-regex -- these are the characters to refuse
  if (/[\\\u0000-\u001f\u007f]/.test(wanted)) return fallback;
  const { appUrl } = edgeEnv();
  if (!URL.canParse(wanted, appUrl)) return fallback;
  const url = new URL(wanted, appUrl);
  if (url.origin !== appUrl || url.pathname.startsWith("//")) return fallback;
  return url.pathname + url.search + url.hash;
}
