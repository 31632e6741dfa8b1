/**
 * `FORCE_HTTPS`: what reached the proxy in front as plain http is not served. People's pages are led to https; everything
 * else is refused, because a client that is quietly redirected goes on sending its credentials in the clear (ASVS V4.1.2).
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { edgeEnv } from "@/lib/edge/env";
import { refusals } from "@/lib/edge/envelope";
import { REQUEST_ID_HEADER } from "@/lib/edge/request-id";
import { securityHeaders } from "@/lib/edge/security-headers";
import { env } from "@/lib/env";
import { writeRefusal } from "./refusal-writer";
import { isApiPath } from "./request-checks";

/** Balancers and containers ask the process itself, and learn nothing but whether it is well. */
const HEALTH = /^\/(?:api\/)?health(?:\/live)?(?:\?|$)/;

/** The right-most value is the nearest proxy's. Whoever writes it themselves gives up their own protection alone. */
const isPlain = ({ headers }: IncomingMessage): boolean =>
  [headers["x-forwarded-proto"] ?? ""].flat().join(",").split(",").at(-1)?.trim().toLowerCase() !== "https";

/** Answers a request that came as plain http, where `FORCE_HTTPS` is set. @returns whether it has been answered */
export const enforceHttps = (request: IncomingMessage, response: ServerResponse, requestId: string): boolean => {
  const url = request.url ?? "/";
  if (!env.forceHttps || HEALTH.test(url) || !isPlain(request)) return false;
  const isRead = request.method === "GET" || request.method === "HEAD";
  const isPageVisit = isRead && !isApiPath(url) && (request.headers.accept ?? "").includes("text/html");
  if (!isPageVisit) {
    writeRefusal(request, response, refusals.httpsRequired, requestId);
    return true;
  }
  response.writeHead(308, { ...securityHeaders(), [REQUEST_ID_HEADER]: requestId, location: edgeEnv().appUrl + url, "cache-control": "no-store", "content-length": "0" });
  response.end();
  return true;
};
