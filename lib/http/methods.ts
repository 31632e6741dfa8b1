/**
 * From operations to a route file's exports. All verbs are exported: those not given answer 405 with Allow, OPTIONS
 * answers preflights. No API route depends on the middleware having run.
 */
import { corsHeaders } from "@/lib/edge/cors";
import { apiSecurityHeaders } from "@/lib/edge/security-headers";
import { parseCookie } from "@/lib/http/parse-cookie";
import { type AnyOperation, execute, type Method } from "@/lib/operation";
import { AppError, METHOD_NOT_ALLOWED, NOT_FOUND } from "@/lib/errors";
import { FileAnswer } from "@/lib/file-answer";
import type { RequestContext } from "@/lib/session/request-context";
import { touchSession } from "@/lib/session/touch-session";
import { makeContext } from "./context";
import { deliver } from "./delivery";
import { limitHeaders } from "./limit-headers";
import { readBody } from "./read-body";
import { answerHeaders, respond, respondError } from "./respond";
import { respondFile } from "./respond-file";
import { wantsPage } from "./wants-page";

type RouteParams = { params: Promise<Record<string, string | string[] | undefined>> };
type RouteHandler = (request: Request, route: RouteParams) => Promise<Response>;
type Verb = Method | "HEAD" | "OPTIONS";

const METHODS: Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

export interface MethodsOptions {
  /** What a path parameter must be, or it is a 404: for names that Next does not let a folder have, such as `@me`. */
  only?: Record<string, string>;
  /** What the route file serves by a `handler()` of its own, for Allow. */
  beside?: Method[];
  /** What that GET does is more than a look, so there is no HEAD (RFC 9110 section 9.2.1); Next would run GET for it. */
  refusesHead?: boolean;
  /** The page for a person who follows a link to this address, such as one of an older system's mails. */
  page?: (params: Record<string, string>) => string;
}

/** `export const { GET, POST, … } = methods({ POST: login })` */
export function methods(
  operations: Partial<Record<Method, AnyOperation>>,
  { only = {}, beside = [], refusesHead = false, page }: MethodsOptions = {},
): Record<Verb, RouteHandler> {
  const offered = METHODS.filter((method) => operations[method] || beside.includes(method));
  const allow = [...offered, ...(offered.includes("GET") && !refusesHead ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const isOffered = () => Object.values(operations).every(({ alias }) => !alias || alias.isOffered());
  const handlerFor = (method: Method): RouteHandler => {
    const operation = operations[method];
    return async (request, route) => {
      if (!isOffered() || !(await isAt(route, only))) return notFound(request);
      if (page && method === "GET" && wantsPage(request)) return toPage(request, page((await route.params) as Record<string, string>));
      return operation ? serve(operation, request, route) : refuse(request, allow);
    };
  };
  return {
    GET: handlerFor("GET"),
    HEAD: handlerFor("GET"),
    POST: handlerFor("POST"),
    PUT: handlerFor("PUT"),
    PATCH: handlerFor("PATCH"),
    DELETE: handlerFor("DELETE"),
    OPTIONS: async (request) =>
      isOffered() ? new Response(null, { status: 204, headers: { ...apiSecurityHeaders(), allow, ...corsHeaders(request, true) } }) : notFound(request),
  };
}

/** Looks at nothing: what the address is worth, the page finds out. */
const toPage = (request: Request, location: string) =>
  new Response(null, { status: 303, headers: { ...answerHeaders(request, requestContext(request).requestId), location } });

const notFound = (request: Request) => respondError(request, requestContext(request).requestId, new AppError(NOT_FOUND));

async function isAt({ params }: RouteParams, only: Record<string, string>): Promise<boolean> {
  const actual = await params;
  return Object.entries(only).every(([name, value]) => [value, encodeURIComponent(value)].includes(String(actual[name])));
}

/** The context of a route's request. */
export function requestContext(request: Request): RequestContext {
  const cookies = parseCookie(request.headers.get("cookie"));
  return makeContext({
    kind: "api",
    method: request.method,
    path: new URL(request.url).pathname,
    headers: request.headers,
    cookie: (name) => cookies.get(name),
  });
}

async function serve(operation: AnyOperation, request: Request, { params }: RouteParams): Promise<Response> {
  const ctx = requestContext(request);
  const { alias } = operation;
  try {
    const hasBody = request.method !== "GET" && request.method !== "HEAD";
    const input = hasBody ? await readBody(request, operation.body ?? "json", operation.bodyBytesMax) : {};
    const query = Object.fromEntries(new URL(request.url).searchParams);
    const output = await execute(alias?.runs ?? operation, ctx, { params: await params, query, input });
    const { tokens, cookies } = deliver(ctx);
    void touchSession(ctx);
    if (output instanceof FileAnswer) return respondFile(request, ctx.requestId, output, limitHeaders(ctx));
    const body = { ...output, ...tokens };
    return respond(request, ctx.requestId, { status: ctx.effects.status ?? operation.status ?? 200, body: alias ? alias.answer(body, query) : body, headers: limitHeaders(ctx), cookies });
  } catch (error) {
    const cookies = ctx.effects.session === "ended" ? deliver(ctx).cookies : [];
    return respondError(request, ctx.requestId, error, { headers: limitHeaders(ctx), cookies, refusal: alias?.refusal });
  }
}

const refuse = (request: Request, allow: string): Response => {
  const answer = respondError(request, requestContext(request).requestId, new AppError(METHOD_NOT_ALLOWED));
  answer.headers.set("allow", allow);
  return answer;
};
