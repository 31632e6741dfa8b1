/**
 * From operations to a route file's exports. All verbs are exported: those not given answer 405 with Allow, OPTIONS
 * answers preflights. No API route depends on the middleware having run.
 */
import { corsHeaders } from "@/lib/edge/cors";
import { apiSecurityHeaders } from "@/lib/edge/security-headers";
import { parseCookie } from "@/lib/http/parse-cookie";
import { type AnyOperation, execute, type Method } from "@/lib/operation";
import { AppError, METHOD_NOT_ALLOWED } from "@/lib/errors";
import type { RequestContext } from "@/lib/session/request-context";
import { touchSession } from "@/lib/session/touch-session";
import { makeContext } from "./context";
import { deliver } from "./delivery";
import { readBody } from "./read-body";
import { respond, respondError } from "./respond";

type RouteParams = { params: Promise<Record<string, string | string[] | undefined>> };
type RouteHandler = (request: Request, route: RouteParams) => Promise<Response>;
type Verb = Method | "HEAD" | "OPTIONS";

const METHODS: Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** `export const { GET, POST, … } = methods({ POST: login })` */
export function methods(operations: Partial<Record<Method, AnyOperation>>): Record<Verb, RouteHandler> {
  const offered = METHODS.filter((method) => operations[method]);
  const allow = [...offered, ...(operations.GET ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const handlerFor = (method: Method): RouteHandler => {
    const operation = operations[method];
    return operation ? (request, route) => serve(operation, request, route) : async (request) => refuse(request, allow);
  };
  return {
    GET: handlerFor("GET"),
    HEAD: handlerFor("GET"),
    POST: handlerFor("POST"),
    PUT: handlerFor("PUT"),
    PATCH: handlerFor("PATCH"),
    DELETE: handlerFor("DELETE"),
    OPTIONS: async (request) =>
      new Response(null, { status: 204, headers: { ...apiSecurityHeaders(), allow, ...corsHeaders(request, true) } }),
  };
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
  try {
    const hasBody = request.method !== "GET" && request.method !== "HEAD";
    const input = hasBody ? await readBody(request, operation.body ?? "json") : {};
    const query = Object.fromEntries(new URL(request.url).searchParams);
    const output = await execute(operation, ctx, { params: await params, query, input });
    const { tokens, cookies } = deliver(ctx);
    void touchSession(ctx);
    return respond(request, ctx.requestId, { status: operation.status ?? 200, body: { ...output, ...tokens }, cookies });
  } catch (error) {
    return respondError(request, ctx.requestId, error, ctx.effects.session === "ended" ? deliver(ctx).cookies : []);
  }
}

const refuse = (request: Request, allow: string): Response => {
  const answer = respondError(request, requestContext(request).requestId, new AppError(METHOD_NOT_ALLOWED));
  answer.headers.set("allow", allow);
  return answer;
};
