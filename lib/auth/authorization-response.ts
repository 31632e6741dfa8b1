/** The authorization response (RFC 6749 section 4.1.2), by which a provider sends somebody back: `GET /api/auth/callback/{provider}` and its older spellings. */
import { NextRequest } from "next/server";
import { cookieNames } from "@/lib/edge/cookies";
import { env } from "@/lib/env";
import { AppError, BAD_REQUEST, NOT_FOUND } from "@/lib/errors";
import { deliver, setCookieLine } from "@/lib/http/delivery";
import { parseCookie } from "@/lib/http/parse-cookie";
import { requestContext } from "@/lib/http/methods";
import { pendingFactorCookie, secondStepPath } from "@/lib/http/pending-factor";
import { asAppError } from "@/lib/http/respond";
import { log } from "@/lib/log";
import { type ConfiguredProvider, findProvider } from "@/lib/providers";
import type { RequestContext } from "@/lib/session/request-context";
import { type CallbackContext, inCallback } from "./callback-context";
import { handlers } from "./config";
import { faultOf } from "./fault-of";
import { codeAddress, refusalAddress } from "./native-client";
import { authorizationCookie, laxCookieLine, openAuthorization } from "./pending-authorization";
import { PROVIDER_CANCELLED, PROVIDER_STATE } from "./protocol-errors";
import { recordFault } from "./record-fault";
import { redirectTo, refusedAt } from "./redirects";
import { targetBehindStep, withCustomData, withTokens } from "./return-target";

/** The request for Auth.js: at its own address, without our session, which it would connect to whoever comes back. */
function forAuthJs({ authJsId }: ConfiguredProvider, query: URLSearchParams, cookies: Map<string, string>): NextRequest {
  const kept = [...cookies].filter(([name]) => name !== cookieNames().access).map(([name, value]) => `${name}=${value}`);
  return new NextRequest(`${env.appUrl}/api/auth/callback/${authJsId}?${query}`, { headers: { cookie: kept.join("; ") } });
}

/** It comes from the provider's site, as it must; that this browser began it is what the request's cookie and its `state` have shown. */
const trusted = (ctx: RequestContext): RequestContext => ({ ...ctx, kind: "page", origin: env.appUrl, secFetchSite: null });

/** Each is used once, whatever comes of it. */
const spentCookies = (cookies: Map<string, string>): string[] =>
  [...cookies.keys()].filter((name) => name === authorizationCookie() || /authjs\.(?:state|nonce|pkce\.code_verifier)$/.test(name)).map((name) => laxCookieLine(name, "", 0));

/** Somebody who cancels, or whom we refuse, is no fault: one line without a stack. */
function logFault({ provider, fault, refusal }: CallbackContext, told: string | null): void {
  if (fault === undefined) return;
  const { code } = refusal instanceof AppError ? refusal : faultOf(fault, told);
  const isExpected = refusal instanceof AppError || code === PROVIDER_CANCELLED.code;
  if (isExpected) log.info("auth-js.refused", { provider: provider.name, error_code: code });
  else log.warn("auth-js.refused", { provider: provider.name, error_code: code, error: fault });
}

/**
 * Whoever comes back is signed in, connected, or told why not; a redirect in every case.
 * @throws AppError 404 for a provider that is not configured
 */
export async function receiveAuthorization(name: string, query: URLSearchParams, request: Request): Promise<Response> {
  const provider = findProvider(name);
  if (!provider) throw new AppError(NOT_FOUND);
  const plain = requestContext(request);
  const cookies = parseCookie(request.headers.get("cookie"));
  const spent = spentCookies(cookies);
  const authorization = openAuthorization(cookies.get(authorizationCookie()));
  if (!authorization || authorization.provider !== provider.name || authorization.state !== query.get("state")) {
    await recordFault(plain, provider, PROVIDER_STATE);
    return refusedAt(authorization?.connectsFor ? "/account/security" : "/login", PROVIDER_STATE.code, authorization?.client ? undefined : authorization?.target, spent);
  }
  const callback: CallbackContext = { ctx: trusted(plain), provider, authorization };
  await inCallback(callback, () => handlers.GET(forAuthJs(provider, query, cookies)));
  logFault(callback, query.get("error"));
  return answerOf(callback, query.get("error"), spent);
}

/** More than any provider's answer. */
const FORM_MAX = 16_384;

/**
 * A provider that answers by a form of its own (`form_post`, Apple): browsers send no cookies along with that, so it comes once
 * more, as a query.
 */
export async function receiveFormPost(_name: string, request: Request): Promise<Response> {
  const form = await request.text();
  if (form.length > FORM_MAX) throw new AppError(BAD_REQUEST);
  return new Response(null, { status: 303, headers: { location: `${new URL(request.url).pathname}?${new URLSearchParams(form)}`, "cache-control": "no-store" } });
}

/** In cookies; by the way of older systems, where that is asked for, what `TOKEN_DELIVERY` puts in bodies stands in another site's address. */
function enteredAt({ ctx, authorization }: CallbackContext, spent: string[]): Response {
  const target = withCustomData(authorization.target, authorization.customData);
  const isLegacy = env.insecureLegacyTokenRedirect && !target.startsWith("/");
  const { cookies, tokens } = deliver(isLegacy ? { ...ctx, kind: "api" } : ctx);
  return redirectTo(isLegacy ? withTokens(target, tokens) : target, [...spent, ...cookies.map(setCookieLine)]);
}

async function answerOf(callback: CallbackContext, told: string | null, spent: string[]): Promise<Response> {
  const { ctx, provider, authorization, outcome, code, refusal } = callback;
  if (outcome === "connected") return redirectTo(`/account/security?notice=connected&provider=${provider.name}`, spent);
  if (outcome === "entered") return enteredAt(callback, spent);
  if (authorization.client && code !== undefined) return redirectTo(codeAddress(authorization.target, authorization.client, { code, customData: authorization.customData }), spent);
  const pending = pendingFactorCookie(refusal);
  if (pending) return redirectTo(secondStepPath(targetBehindStep(authorization.target, authorization.customData)), [...spent, setCookieLine(pending)]);
  const error = refusal === undefined ? faultOf(callback.fault, told) : asAppError(refusal, ctx.requestId);
  if (refusal === undefined) await recordFault(ctx, provider, error);
  if (authorization.client) return redirectTo(refusalAddress(authorization.target, authorization.client.state, error), spent);
  return refusedAt(authorization.connectsFor ? "/account/security" : "/login", error.code, authorization.target, spent);
}
