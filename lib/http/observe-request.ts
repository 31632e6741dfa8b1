/** Measures a request from its head to the end of its answer: for /metrics, and as one line of the log. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { findPolicy } from "@/lib/edge/policy";
import { env } from "@/lib/env";
import { logMeasure } from "@/lib/log";
import { countRequest } from "@/lib/metrics/events";
import { rewrites } from "./rewrites";

const REWRITTEN = new Map(rewrites.map(({ source, destination }) => [source, destination]));
/** Asked every few seconds by machines: a line for each would bury the others. */
const QUIET = /^\/(_next\/|api\/(health|metrics)|health|metrics)/;
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** The client went away before its answer was sent (nginx's code for it). */
const CLIENT_CLOSED = 499;

/** The pattern behind a URL, such as `/api/admin/users/[id]`; one of a few fixed names where no route of ours matches. */
export function routeLabel(url: string): string {
  const path = url.split("?", 1)[0] ?? "";
  if (path.startsWith("/_next/")) return "/_next/*";
  const known = findPolicy(REWRITTEN.get(path) ?? path)?.pattern;
  if (known !== undefined) return known;
  if (path.startsWith("/api/auth/")) return "/api/auth/[...nextauth]";
  return path.startsWith("/api/") ? "/api/[...path]" : "unmatched";
}

/** Call it before anything answers. Costs a few microseconds once the answer is gone, none of them in its way. */
export function observeRequest(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  const startedAt = performance.now();
  const url = request.url ?? "";
  response.once("close", () => {
    const seconds = (performance.now() - startedAt) / 1000;
    const method = METHODS.has(request.method ?? "") ? (request.method ?? "") : "other";
    const status = response.writableFinished ? response.statusCode : CLIENT_CLOSED;
    const route = routeLabel(url);
    if (env.metricsToken) countRequest({ method, route, status, seconds });
    if (!QUIET.test(url)) logMeasure("request.done", { requestId, method, route, status, ms: Math.round(seconds * 10_000) / 10 });
  });
}
