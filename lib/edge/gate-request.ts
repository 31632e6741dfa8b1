import type { NextRequest } from "next/server";
import { edgeNowSeconds } from "./clock";
import { cookieNames } from "./cookies";
import { edgeEnv } from "./env";
import { isPrivateHeader, privateHeaders } from "./private-headers";
import { newRequestId, REQUEST_ID_HEADER } from "./request-id";
import { looksLikeJwt, verifyAccessToken, type TokenVerdict } from "./token";

/** One request as the gate sees it: what the client sent, cleaned, beside what may be believed. */
export interface GateRequest {
  request: NextRequest;
  requestId: string;
  nowSeconds: number;
  /** The client's headers without private ones, plus ours: what goes on to the server. */
  forwarded: Headers;
}

/** Reads what the guard wrote (where it proves itself), then drops every private header the request bears. */
export const readRequest = (request: NextRequest): GateRequest => {
  const { guardKey } = edgeEnv();
  const isGuarded = guardKey !== undefined && request.headers.get(privateHeaders.guard) === guardKey;
  const requestId = (isGuarded && request.headers.get(privateHeaders.requestId)) || newRequestId();
  const address = isGuarded ? request.headers.get(privateHeaders.clientAddress) : null;

  const forwarded = new Headers(request.headers);
  for (const name of [...forwarded.keys()]) if (isPrivateHeader(name)) forwarded.delete(name);
  forwarded.set(privateHeaders.requestId, requestId);
  forwarded.set(REQUEST_ID_HEADER, requestId);
  forwarded.set(privateHeaders.path, pathOf(request));
  if (address) forwarded.set(privateHeaders.clientAddress, address);
  return { request, requestId, nowSeconds: edgeNowSeconds(isGuarded ? request.headers : undefined), forwarded };
};

/** Marks a page address that has been through the refresh route, so that it goes there once. */
export const REFRESHED_MARK = "__refreshed";

/** Path and query as the client asked for them, without what Next and the gate add. */
export const pathOf = (request: NextRequest): string => {
  const url = request.nextUrl.clone();
  url.searchParams.delete("_rsc");
  url.searchParams.delete(REFRESHED_MARK);
  return url.pathname + url.search;
};

export type Credential =
  | { kind: "none" }
  /** Not a JWT (an API key): the server knows what it is. */
  | { kind: "opaque" }
  | { kind: "token"; verdict: TokenVerdict };

export interface Caller {
  credential: Credential;
  /** Whether a browser could come back with a new access token: a refresh cookie, and no header of its own choice. */
  canRefresh: boolean;
}

/** Who is calling, as far as their credential says. A Bearer header goes before the cookie; the server refuses a pair that disagrees. */
export const readCaller = async ({ request, nowSeconds }: GateRequest): Promise<Caller> => {
  const names = cookieNames();
  const bearer = /^bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (bearer) {
    if (!looksLikeJwt(bearer)) return { credential: { kind: "opaque" }, canRefresh: false };
    return { credential: { kind: "token", verdict: await verifyAccessToken(bearer, { nowSeconds }) }, canRefresh: false };
  }
  const canRefresh = Boolean(request.cookies.get(names.refresh)?.value);
  const cookie = request.cookies.get(names.access)?.value;
  if (!cookie) return { credential: { kind: "none" }, canRefresh };
  return { credential: { kind: "token", verdict: await verifyAccessToken(cookie, { nowSeconds }) }, canRefresh };
};
