import type { IncomingMessage } from "node:http";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state";
import { isOwnOrigin } from "@/lib/edge/cors";
import { edgeEnv } from "@/lib/edge/env";
import { refusals, type Refusal } from "@/lib/edge/envelope";
import { pathSegments } from "@/lib/edge/policy";

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const ALLOW = [...METHODS].join(", ");

const MAX_URL_LENGTH = 8000;
/** Next cuts a longer body without an error once a middleware has read it, so nothing longer may reach it. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** `serverActions.bodySizeLimit` in next.config.js: a form posted to a page beyond it is a framework 500. */
export const MAX_FORM_BYTES = 6 * 1024 * 1024;

const HOST = /^(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_.])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** What Next would answer with a 500, or silently cut, judged by the head of the request alone; undefined lets it through. */
export const checkRequest = (request: IncomingMessage): Refusal | undefined =>
  checkMethod(request) ??
  checkUrl(request.url ?? "") ??
  checkHosts(request) ??
  checkLocal(request) ??
  checkFraming(request) ??
  checkForm(request) ??
  checkRouterState(request);

const checkMethod = ({ method }: IncomingMessage): Refusal | undefined =>
  METHODS.has(method ?? "") ? undefined : { ...refusals.methodNotAllowed, allow: ALLOW };

const checkUrl = (url: string): Refusal | undefined => {
  if (url.length > MAX_URL_LENGTH) return refusals.uriTooLong;
  // Origin form only (RFC 9112 section 3.2.1), in visible ASCII: everything else must be percent-encoded.
  if (!/^\/[\x21-\x7e]*$/.test(url)) return refusals.badRequest;
  const path = url.split(/[?#]/, 1)[0] ?? "";
  // A matcher and a router that resolve `..` at different moments would disagree about where a path leads.
  const hasDots = path.split("/").some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
  return hasDots || path.includes("\\") || !pathSegments(path) ? refusals.badRequest : undefined;
};

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

const checkHosts = ({ headers, httpVersion }: IncomingMessage): Refusal | undefined => {
  // RFC 9112 section 3.2; HTTP/1.0 knows no Host.
  if (headers.host === undefined && httpVersion === "1.1") return refusals.badRequest;
  const hosts = [headers.host, ...(first(headers["x-forwarded-host"])?.split(",") ?? [])];
  const isSound = hosts.every((host) => host === undefined || HOST.test(host.trim()));
  const protocol = first(headers["x-forwarded-proto"]);
  return isSound && (protocol === undefined || /^https?(?:\s*,\s*https?)*$/i.test(protocol)) ? undefined : refusals.badRequest;
};

/** The names by which a browser on this machine calls it, and the installation's own. */
const isOwnName = (host: string): boolean =>
  /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(host) || host.toLowerCase() === new URL(edgeEnv().appUrl).host;

/** The mailbox is for this machine alone, and a foreign page whose name is rebound to loopback comes from there, too. */
const checkLocal = ({ headers, url }: IncomingMessage): Refusal | undefined => {
  const [first, second] = pathSegments((url ?? "").split(/[?#]/, 1)[0] ?? "") ?? [];
  const isLocal = first === "dev" || (first === "api" && second === "dev");
  return isLocal && !isOwnName(headers.host ?? "") ? refusals.notFound : undefined;
};

const checkFraming = ({ headers, url }: IncomingMessage): Refusal | undefined => {
  if (headers["transfer-encoding"] !== undefined) return refusals.lengthRequired;
  const length = Number(headers["content-length"] ?? 0);
  return length > (isApiPath(url ?? "") ? MAX_BODY_BYTES : MAX_FORM_BYTES) ? refusals.payloadTooLarge : undefined;
};

/** RFC 2046 section 5.1.1: one to seventy of these characters. */
const BOUNDARY = /;\s*boundary=(?:"[\w'()+,./:=? -]{1,70}"|[\w'()+,./:=?-]{1,70})\s*(?:;|$)/i;

/** The content types of forms and of Next's own client; with any other one Next fails on the action's body. */
const FORM_TYPE = /^(multipart\/form-data|application\/x-www-form-urlencoded|text\/plain)\s*(?:;|$)/i;

/** Whether a page is being posted to by a form or a server action. */
export const isFormPost = ({ method, headers, url }: IncomingMessage): boolean => {
  if (method !== "POST" || isApiPath(url ?? "")) return false;
  const type = FORM_TYPE.exec(headers["content-type"] ?? "")?.[1]?.toLowerCase();
  return headers["next-action"] !== undefined || (type !== undefined && type !== "text/plain");
};

/** Forms and server actions on pages; the API's bodies are `methods()`'s business. */
const checkForm = (request: IncomingMessage): Refusal | undefined => {
  if (!isFormPost(request)) return undefined;
  const { headers } = request;
  if (headers.origin !== undefined && !isOwnOrigin(headers.origin)) return refusals.csrf;
  const type = headers["content-type"] ?? "";
  if (!FORM_TYPE.test(type)) return refusals.unsupportedMediaType;
  if (/^multipart/i.test(type) && (!BOUNDARY.test(type) || Number(headers["content-length"] ?? 0) === 0)) return refusals.badRequest;
  const action = first(headers["next-action"]);
  return action !== undefined && !/^[0-9a-f]{40,64}$/i.test(action) ? refusals.badRequest : undefined;
};

/** Next answers 500 to a router state that this very function of its own refuses; its shape changes with each version. */
const checkRouterState = ({ headers }: IncomingMessage): Refusal | undefined => {
  try {
    parseAndValidateFlightRouterState(headers["next-router-state-tree"]);
    return undefined;
  } catch {
    return refusals.badRequest;
  }
};

/** The first segments below which there are no pages. */
const API_ROOTS: readonly (string | undefined)[] = [
  "api",
  "auth", // feature:compat
];

/** Whether the answer to this path is JSON. */
export const isApiPath = (url: string): boolean => API_ROOTS.includes(url.split(/[/?]/, 2)[1]);
