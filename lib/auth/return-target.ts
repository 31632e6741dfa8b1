import { isOwnOrigin } from "@/lib/edge/cors";
import { safeReturnTo } from "@/lib/http/return-to";

const DEFAULT_TARGET = "/dashboard";
const NOT_LISTED = "";

/** Our own origin may be written out, as clients do. */
const asPath = (wanted: string): string => {
  if (!/^https?:\/\//i.test(wanted) || !URL.canParse(wanted)) return wanted;
  const { origin, pathname, search, hash } = new URL(wanted);
  return isOwnOrigin(origin) ? pathname + search + hash : wanted;
};

/** Where a sign-in leads in the end, by `redirect_uri` (of old clients) or `return_to`. null: it is not on the list, and nothing is to happen. */
export function targetOf(query: URLSearchParams): string | null {
  const wanted = query.get("redirect_uri") ?? query.get("return_to");
  if (wanted === null || wanted === "") return DEFAULT_TARGET;
  const target = safeReturnTo(asPath(wanted), NOT_LISTED);
  return target === NOT_LISTED ? null : target;
}

/** The target with the custom data that it does not name itself. */
export function withCustomData(target: string, customData: Record<string, string>): string {
  const base = "http://path.invalid";
  const url = new URL(target, base);
  for (const [name, value] of Object.entries(customData)) if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  return url.origin === base ? url.pathname + url.search + url.hash : url.href;
}

/** The same where a second step comes first, whose address bears it: without custom data that such an address does not hold. */
export function targetBehindStep(target: string, customData: Record<string, string>): string {
  const whole = withCustomData(target, customData);
  return safeReturnTo(whole, NOT_LISTED) === NOT_LISTED ? target : whole;
}

/** What `INSECURE_LEGACY_TOKEN_REDIRECT` does: the session stands in the address, for every history and log on the way. */
export function withTokens(target: string, tokens: Record<string, unknown>): string {
  const url = new URL(target);
  for (const name of ["access_token", "refresh_token"]) if (typeof tokens[name] === "string") url.searchParams.set(name, tokens[name]);
  return url.href;
}
