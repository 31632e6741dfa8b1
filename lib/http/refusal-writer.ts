import { STATUS_CODES, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { corsHeaders } from "@/lib/edge/cors";
import { errorEnvelope, refusals, statusHeaders, type Refusal } from "@/lib/edge/envelope";
import { errorPage, errorPageHeaders } from "@/lib/edge/error-page";
import { newRequestId, REQUEST_ID_HEADER } from "@/lib/edge/request-id";
import { apiSecurityHeaders } from "@/lib/edge/security-headers";
import { isApiPath } from "./request-checks";

/** How much of a refused body is read, and for how long, so that a client still sending gets to see the answer. */
const DRAIN_BYTES = 64 * 1024 * 1024;
const DRAIN_MS = 5000;

/** Answers a request that Next shall not see: JSON under /api, a small page elsewhere. */
export const writeRefusal = (request: IncomingMessage, response: ServerResponse, refusal: Refusal, requestId: string): void => {
  const isApi = isApiPath(request.url ?? "");
  const headers = isApi ? apiHeaders(request, refusal, requestId) : errorPageHeaders(refusal, requestId);
  const body = isApi ? JSON.stringify(errorEnvelope(refusal, requestId)) : errorPage(refusal, requestId);
  response.writeHead(refusal.status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
  if (request.method !== "HEAD") response.write(body);
  drain(request, () => response.end());
};

const apiHeaders = (request: IncomingMessage, refusal: Refusal, requestId: string): Record<string, string> => {
  const get = (name: string) => {
    const value = request.headers[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  };
  return { ...jsonHeaders(refusal, requestId), ...corsHeaders({ headers: { get } }) };
};

const jsonHeaders = (refusal: Refusal, requestId: string): Record<string, string> => ({
  ...apiSecurityHeaders(),
  ...statusHeaders(refusal),
  "content-type": "application/json",
  [REQUEST_ID_HEADER]: requestId,
});

/** Closing a socket with unread input resets it, and the answer is lost: so the answer ends after the body. */
const drain = (request: IncomingMessage, done: () => void): void => {
  const timer = setTimeout(() => request.destroy(), DRAIN_MS);
  let received = 0;
  request.on("error", () => undefined);
  request.on("data", (chunk: Buffer) => {
    received += chunk.length;
    if (received > DRAIN_BYTES) request.destroy();
  });
  for (const event of ["end", "close"]) {
    request.once(event, () => {
      clearTimeout(timer);
      done();
    });
  }
};

/** Answers on the bare socket what never became a request (parse errors, CONNECT), and closes it. */
export const writeSocketRefusal = (socket: Duplex, refusal: Refusal): void => {
  if (!socket.writable) return void socket.destroy();
  const requestId = newRequestId();
  const body = JSON.stringify(errorEnvelope(refusal, requestId));
  const headers = { ...jsonHeaders(refusal, requestId), "content-length": String(Buffer.byteLength(body)), connection: "close" };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.on("error", () => socket.destroy());
  socket.end(`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${head}\r\n${body}`, () => socket.destroy());
};

/** The refusal for an error of Node's HTTP parser. */
export const parserRefusal = (error: NodeJS.ErrnoException): Refusal => {
  switch (error.code) {
    case "HPE_HEADER_OVERFLOW":
      return refusals.headersTooLarge;
    case "HPE_INVALID_METHOD":
      return { ...refusals.methodNotAllowed, allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" };
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return refusals.payloadTooLarge;
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return refusals.timeout;
    default:
      return refusals.badRequest;
  }
};
