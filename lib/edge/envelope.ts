import { REQUEST_ID_HEADER } from "./request-id";
import { apiSecurityHeaders } from "./security-headers";

/** The body of every refusal under /api: `error` is always a sentence for people, `code` is for machines. */
export interface ErrorEnvelope {
  error: string;
  code: string;
  details?: Record<string, unknown>;
  request_id: string;
}

export interface Refusal {
  status: number;
  code: string;
  message: string;
  details?: Record<string, unknown>;
  /** Whole seconds. */
  retryAfterSeconds?: number;
  /** Methods for the Allow header of a 405. */
  allow?: string;
}

/** The refusals that gate and guard speak themselves; sentences and codes are those of lib/errors.ts. */
export const refusals = {
  badRequest: { status: 400, code: "BAD_REQUEST", message: "The request could not be understood." },
  unauthorized: { status: 401, code: "UNAUTHORIZED", message: "You are not signed in (401)." },
  csrf: { status: 403, code: "CSRF", message: "This request did not come from a page we trust." },
  httpsRequired: { status: 403, code: "HTTPS_REQUIRED", message: "This is served over https alone. Use the https address, and replace what you have just sent in the clear." },
  notFound: { status: 404, code: "NOT_FOUND", message: "There is nothing here." },
  methodNotAllowed: { status: 405, code: "METHOD_NOT_ALLOWED", message: "This method is not offered here." },
  lengthRequired: { status: 411, code: "LENGTH_REQUIRED", message: "Send a Content-Length." },
  payloadTooLarge: { status: 413, code: "PAYLOAD_TOO_LARGE", message: "This is larger than we accept." },
  unsupportedMediaType: { status: 415, code: "UNSUPPORTED_MEDIA_TYPE", message: "This content type is not accepted here." },
  uriTooLong: { status: 414, code: "URI_TOO_LONG", message: "This address is longer than we accept." },
  headersTooLarge: { status: 431, code: "HEADERS_TOO_LARGE", message: "The headers are larger than we accept." },
  timeout: { status: 408, code: "REQUEST_TIMEOUT", message: "The request took too long to arrive." },
  unavailable: { status: 503, code: "UNAVAILABLE", message: "We cannot do this right now. Try again in a moment." },
} as const satisfies Record<string, Refusal>;

export const errorEnvelope = (refusal: Refusal, requestId: string): ErrorEnvelope => ({
  error: refusal.message,
  code: refusal.code,
  ...(refusal.details ? { details: refusal.details } : {}),
  request_id: requestId,
});

/** The headers that belong to a refusal's status: WWW-Authenticate (RFC 6750), Retry-After, Allow. */
export const statusHeaders = (refusal: Refusal): Record<string, string> => ({
  ...(refusal.status === 401 ? { "www-authenticate": "Bearer" } : {}),
  ...(refusal.retryAfterSeconds !== undefined ? { "retry-after": String(Math.max(1, Math.ceil(refusal.retryAfterSeconds))) } : {}),
  ...(refusal.allow ? { allow: refusal.allow } : {}),
});

/** A refusal as an API answer. `headers` (CORS, cookies) are added last. */
export const errorResponse = (refusal: Refusal, requestId: string, headers: Record<string, string> = {}): Response =>
  Response.json(errorEnvelope(refusal, requestId), {
    status: refusal.status,
    headers: { ...apiSecurityHeaders(), [REQUEST_ID_HEADER]: requestId, ...statusHeaders(refusal), ...headers },
  });
