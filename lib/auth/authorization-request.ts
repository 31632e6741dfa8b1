/** The authorization request, with which somebody goes to a provider: by a link, because a form's redirect to another site is not allowed by our own policy (CSP form-action). */
import { NextRequest } from "next/server";
import { isOwnOrigin } from "@/lib/edge/cors";
import { env } from "@/lib/env";
import { AppError, CSRF, NOT_FOUND, REAUTH_REQUIRED } from "@/lib/errors";
import { requestContext } from "@/lib/http/methods";
import { callbackAddress, type ConfiguredProvider, findProvider } from "@/lib/providers";
import { hasTrustedOrigin } from "@/lib/session/csrf";
import type { RequestContext } from "@/lib/session/request-context";
import { assertRecentSignIn } from "@/lib/session/step-up";
import { viewerOf } from "@/lib/session/viewer";
import { handlers } from "./config";
import { ANSWER_PARAMETERS, CLIENT_PARAMETERS, clientAddress, clientOf, isNativeRequest, refusalAddress } from "./native-client";
import { authorizationCookie, COOKIE_BYTES_MAX, laxCookieLine, sealAuthorization } from "./pending-authorization";
import { INVALID_AUTHORIZATION_REQUEST, PROVIDER_DATA_TOO_LONG, PROVIDER_UNAVAILABLE, REDIRECT_NOT_ALLOWED } from "./protocol-errors";
import { recordFault } from "./record-fault";
import { redirectTo, refusedAt } from "./redirects";
import { targetOf } from "./return-target";

/** What Auth.js needs again when its person comes back. Its other cookies are not used. */
const CHECK_COOKIE = /^(?:__Secure-|__Host-)?authjs\.(?:state|nonce|pkce\.code_verifier)=/;
/** Of custom data, so that the usual fits the cookie. What it is in bytes is looked at once all of it is there. */
const CUSTOM_MAX = { keys: 10, length: 200 };
const OURS = new Set(["redirect_uri", "return_to", "connect"]);
const OURS_FOR_APPS = new Set([...OURS, ...CLIENT_PARAMETERS, ...ANSWER_PARAMETERS]);

/** Auth.js's own start of a sign-in, which wants a form with its token. @returns the provider's address, and the cookies to keep */
async function askAuthJs({ authJsId, redirectUri, name }: ConfiguredProvider, callbackUrl: string): Promise<{ location: URL; cookies: string[] }> {
  const csrf = await handlers.GET(new NextRequest(`${env.appUrl}/api/auth/csrf`));
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookie = csrf.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  const query = new URLSearchParams({ ...(redirectUri ? { redirect_uri: redirectUri } : {}), ...(name === "apple" ? { response_mode: "form_post" } : {}) });
  const begun = await handlers.POST(
    new NextRequest(`${env.appUrl}/api/auth/signin/${authJsId}?${query}`, { method: "POST", headers: { cookie }, body: new URLSearchParams({ csrfToken, callbackUrl }) }),
  );
  return { location: new URL(begun.headers.get("location") ?? "/", env.appUrl), cookies: begun.headers.getSetCookie().filter((line) => CHECK_COOKIE.test(line)) };
}

/** Everything in the query that is not ours comes back to the product's hooks with a new account, and to the address behind it all. */
const customDataOf = (query: URLSearchParams, notTheirs: ReadonlySet<string>): Record<string, string> =>
  Object.fromEntries([...query].filter(([name, value]) => !notTheirs.has(name) && name.length <= 50 && value.length <= CUSTOM_MAX.length).slice(0, CUSTOM_MAX.keys));

/** In development this machine has several names. The provider sends people back to APP_URL, and cookies are of one name alone. */
function atAnotherName(request: Request): string | null {
  const { protocol } = new URL(env.appUrl);
  const origin = `${protocol}//${request.headers.get("host") ?? ""}`;
  const { pathname, search } = new URL(request.url);
  return origin !== env.appUrl && isOwnOrigin(origin) ? `${env.appUrl}${pathname}${search}` : null;
}

/** Who connects, where it is asked for by `?connect=true` on a page of ours. @throws AppError 403, 401 */
async function connectorOf(ctx: RequestContext): Promise<string> {
  // Another site could send somebody through here, with its own account waiting at the provider.
  if ((ctx.origin === null && ctx.secFetchSite === null) || !hasTrustedOrigin(ctx)) throw new AppError(CSRF);
  const viewer = await viewerOf(ctx);
  if (!viewer) throw new AppError(REAUTH_REQUIRED);
  await assertRecentSignIn(viewer);
  return viewer.userId;
}

/**
 * `GET /api/auth/login/{provider}`: off to the provider.
 * @throws AppError 404 for a provider that is not configured
 */
export async function requestAuthorization(name: string, request: Request, ctx: RequestContext): Promise<Response> {
  const provider = findProvider(name);
  if (!provider) throw new AppError(NOT_FOUND);
  const elsewhere = atAnotherName(request);
  if (elsewhere) return redirectTo(elsewhere);
  const query = new URL(request.url).searchParams;
  const isConnecting = query.get("connect") === "true";
  const isNative = !isConnecting && isNativeRequest(query);
  const target = isConnecting ? "/account/security" : isNative ? clientAddress(query) : targetOf(query);
  if (target === null) return refusedAt("/login", REDIRECT_NOT_ALLOWED.code);
  const client = isNative ? clientOf(query) : null;
  if (isNative && client === null) return redirectTo(refusalAddress(target, query.get("state"), INVALID_AUTHORIZATION_REQUEST));
  let connectsFor: string | null = null;
  try {
    if (isConnecting) connectsFor = await connectorOf(ctx);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== REAUTH_REQUIRED.code) return refusedAt("/account/security", error.code);
    return redirectTo(`/reauthenticate?return_to=${encodeURIComponent("/account/security")}`);
  }
  const { location, cookies } = await askAuthJs(provider, callbackAddress(provider));
  const state = location.searchParams.get("state");
  if (location.origin === env.appUrl || !state) {
    await recordFault(ctx, provider, PROVIDER_UNAVAILABLE);
    if (client) return redirectTo(refusalAddress(target, client.state, PROVIDER_UNAVAILABLE));
    return refusedAt(isConnecting ? "/account/security" : "/login", PROVIDER_UNAVAILABLE.code, target);
  }
  const customData = isConnecting ? {} : customDataOf(query, client ? OURS_FOR_APPS : OURS);
  const pending = laxCookieLine(authorizationCookie(), sealAuthorization({ provider: provider.name, state, connectsFor, target, client, customData }));
  if (pending.length > COOKIE_BYTES_MAX) return client ? redirectTo(refusalAddress(target, client.state, PROVIDER_DATA_TOO_LONG)) : refusedAt("/login", PROVIDER_DATA_TOO_LONG.code);
  return redirectTo(location.href, [...cookies, pending]);
}

/** How Auth.js's own client begins: a form, whose answer its scripts want to read. */
export async function requestAuthorizationByForm(name: string, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const url = new URL(request.url);
  url.search = new URLSearchParams({ return_to: form.get("callbackUrl") ?? "" }).toString();
  const answer = await requestAuthorization(name, new Request(url), requestContext(request));
  if (!request.headers.has("x-auth-return-redirect")) return answer;
  const headers = new Headers(answer.headers);
  headers.delete("location");
  return Response.json({ url: new URL(answer.headers.get("location") ?? "/", env.appUrl).href }, { headers });
}
