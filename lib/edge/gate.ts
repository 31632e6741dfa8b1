import type { NextRequest } from "next/server";
import { satisfies, type Access } from "./access";
import { refusals } from "./envelope";
import * as answers from "./gate-answers";
import { readCaller, readRequest, REFRESHED_MARK, type GateRequest } from "./gate-request";
import { findPolicy as findGeneratedPolicy, pathSegments } from "./policy";
import type { ApiPolicy, PagePolicy, PolicyEntry, PolicyMethod } from "./policy-entry";
import { FRESH_TOKEN_SECONDS } from "./token";

/**
 * The first refusal of a request, on the edge: policy and token, no database. It never grants anything, since the
 * server decides again; with this file deleted nothing becomes reachable.
 *
 * @param findPolicy for tests; by default the generated policy.
 */
export const gate = async (request: NextRequest, findPolicy = findGeneratedPolicy): Promise<Response> => {
  const seen = readRequest(request);
  const { pathname } = request.nextUrl;
  const segments = pathSegments(pathname);
  if (!segments) return answers.refuse(seen, refusals.badRequest, pathname.startsWith("/api/"));
  const entry = findPolicy(pathname);
  return segments[0] === "api" || entry?.kind === "api"
    ? gateApi(seen, entry?.kind === "api" ? entry : undefined)
    : gatePage(seen, entry);
};

/** Unknown paths, undeclared methods and preflights go on: `methods()` answers 404, 405 and OPTIONS, and all of an alias. */
const gateApi = async (seen: GateRequest, entry: ApiPolicy | undefined): Promise<Response> => {
  const { method } = seen.request;
  const access = method === "OPTIONS" ? undefined : entry?.methods[(method === "HEAD" ? "GET" : method) as PolicyMethod];
  if (!access || access.kind === "anyone" || entry?.isAlias) return answers.passApi(seen);

  const { credential } = await readCaller(seen);
  if (credential.kind === "opaque") return answers.passApi(seen);
  if (credential.kind === "none" || !credential.verdict.ok) return answers.refuse(seen, refusals.unauthorized, true);
  return isHeld(access, credential.verdict.claims.perms) ? answers.passApi(seen) : answers.deny(seen, access, true);
};

const gatePage = async (seen: GateRequest, entry: PolicyEntry | undefined): Promise<Response> => {
  const page = entry?.kind === "page" ? entry : undefined;
  const { method } = seen.request;
  if (method !== "GET" && method !== "HEAD") {
    // `execute()` decides about actions, and rotates an expired token in the same request.
    if (isActionPost(seen.request, page)) return answers.passPage(seen);
    const allow = page?.hasActions ? "GET, HEAD, POST" : "GET, HEAD";
    return answers.refuse(seen, { ...refusals.methodNotAllowed, allow }, false);
  }
  if (!page || page.access.kind === "anyone") return answers.passPage(seen);
  return gateGatedPage(seen, page.access);
};

const gateGatedPage = async (seen: GateRequest, access: Access): Promise<Response> => {
  const { credential, canRefresh } = await readCaller(seen);
  if (credential.kind === "opaque") return answers.passPage(seen);

  const isBack = seen.request.nextUrl.searchParams.has(REFRESHED_MARK);
  const mayRefresh = canRefresh && !isBack;
  if (credential.kind === "none" || !credential.verdict.ok) {
    return mayRefresh ? answers.toRefresh(seen) : answers.toLogin(seen);
  }
  const { perms, iat } = credential.verdict.claims;
  if (isHeld(access, perms)) return isBack ? answers.toUnmarked(seen) : answers.passPage(seen);
  // An older one may be out of date about permissions, so a page asks for a new one before it refuses.
  const isFresh = seen.nowSeconds - iat <= FRESH_TOKEN_SECONDS;
  return mayRefresh && !isFresh ? answers.toRefresh(seen) : answers.deny(seen, access, false);
};

/** A token without `perms` was too large to carry them: then the server alone can tell. */
const isHeld = (access: Access, perms: readonly string[] | undefined): boolean =>
  perms === undefined || satisfies(access, perms);

/** The posts that forms and server actions send, to a page that has any. */
const isActionPost = (request: NextRequest, page: PagePolicy | undefined): boolean => {
  if (request.method !== "POST" || !page?.hasActions) return false;
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  const isForm = type === "multipart/form-data" || type === "application/x-www-form-urlencoded";
  return isForm || request.headers.has("next-action");
};
