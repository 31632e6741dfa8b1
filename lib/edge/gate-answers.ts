import { NextResponse } from "next/server";
import type { Access } from "./access";
import { corsHeaders } from "./cors";
import { errorResponse, type Refusal } from "./envelope";
import { errorPage, errorPageHeaders } from "./error-page";
import { pathOf, REFRESHED_MARK, type GateRequest } from "./gate-request";
import { privateHeaders } from "./private-headers";
import { REQUEST_ID_HEADER } from "./request-id";
import { newNonce, pagePolicy, securityHeaders } from "./security-headers";

/** A longer address is not worth carrying through a sign-in; the person lands on the default page. */
const MAX_RETURN_TO_LENGTH = 2000;

/** The API route answers with headers of its own, so only the request id and the cleaned request go on. */
export const passApi = ({ forwarded }: GateRequest): Response => NextResponse.next({ request: { headers: forwarded } });

export const passPage = (gate: GateRequest): Response => {
  const headers = pageHeaders(gate);
  return withHeaders(NextResponse.next({ request: { headers: gate.forwarded } }), headers);
};

/** Somebody signed in without the permission: Node answers, because the refusal is an audit row. Method and body are kept. */
export const deny = (gate: GateRequest, access: Access, isApi: boolean): Response => {
  const url = gate.request.nextUrl.clone();
  url.pathname = isApi ? "/denied/api" : "/denied";
  url.search = "";
  gate.forwarded.set(privateHeaders.denied, JSON.stringify(access));
  const headers = isApi ? {} : pageHeaders(gate);
  return withHeaders(NextResponse.rewrite(url, { status: 403, request: { headers: gate.forwarded } }), headers);
};

export const toLogin = (gate: GateRequest): Response => redirect(gate, "/login", { return_to: pathOf(gate.request) });

/** Once through the refresh route and back; the mark on the way back ends it whatever the client does with cookies. */
export const toRefresh = (gate: GateRequest): Response => {
  const path = pathOf(gate.request);
  const marked = `${path}${path.includes("?") ? "&" : "?"}${REFRESHED_MARK}=1`;
  return redirect(gate, "/api/auth/session/refresh", { return_to: marked });
};

/** Back from the refresh route with a good token: the mark leaves the address bar. */
export const toUnmarked = (gate: GateRequest): Response => {
  const url = gate.request.nextUrl.clone();
  url.searchParams.delete(REFRESHED_MARK);
  return withHeaders(NextResponse.redirect(url, 307), redirectHeaders(gate));
};

export const refuse = (gate: GateRequest, refusal: Refusal, isApi: boolean): Response =>
  isApi
    ? errorResponse(refusal, gate.requestId, corsHeaders(gate.request))
    : new NextResponse(errorPage(refusal, gate.requestId), {
        status: refusal.status,
        headers: errorPageHeaders(refusal, gate.requestId),
      });

const redirect = (gate: GateRequest, pathname: string, query: { return_to: string }): Response => {
  const url = gate.request.nextUrl.clone();
  url.pathname = pathname;
  url.search = "";
  if (query.return_to.length <= MAX_RETURN_TO_LENGTH) url.searchParams.set("return_to", query.return_to);
  return withHeaders(NextResponse.redirect(url, 307), redirectHeaders(gate));
};

const redirectHeaders = (gate: GateRequest) => ({
  ...securityHeaders(),
  "cache-control": "no-store",
  [REQUEST_ID_HEADER]: gate.requestId,
});

/** Next reads the nonce from the request's policy, the browser from the answer's. */
const pageHeaders = (gate: GateRequest): Record<string, string> => {
  const nonce = newNonce();
  const policy = pagePolicy(nonce);
  gate.forwarded.set(privateHeaders.nonce, nonce);
  gate.forwarded.set("content-security-policy", policy);
  return { ...securityHeaders(), "content-security-policy": policy, [REQUEST_ID_HEADER]: gate.requestId };
};

const withHeaders = (response: Response, headers: Record<string, string>): Response => {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
};
