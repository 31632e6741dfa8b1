/**
 * The guard in front of Next, on every HTTP server of this process: refuses what Next would answer with a 500 or cut
 * silently, removes private headers, writes the socket's address, and opens the request's scope. It authorizes nothing.
 */
import { Server, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { randomUUID } from "node:crypto";
import { clockOffsetMs } from "@/lib/clock";
import { edgeEnv, publishGuardKey } from "@/lib/edge/env";
import { refusals } from "@/lib/edge/envelope";
import { isPrivateHeader, privateHeaders } from "@/lib/edge/private-headers";
import { newRequestId, REQUEST_ID_HEADER } from "@/lib/edge/request-id";
import { rememberServer } from "./drain";
import { enforceHttps } from "./enforce-https";
import { observeRequest } from "./observe-request";
import { checkRequest, isFormPost } from "./request-checks";
import { parserRefusal, writeRefusal, writeSocketRefusal } from "./refusal-writer";
import { runInRequestScope, type RequestScope } from "./request-scope";
import { shapeResponse } from "./response-head";

const INSTALLED = Symbol.for("gatehouse.requestGuard");

type Emit = (this: Server, event: string, ...args: unknown[]) => boolean;

/** Installs the guard once per process, whatever number of times Next loads the module (it does, in development). */
export const installRequestGuard = (): void => {
  const prototype = Server.prototype as unknown as { emit: Emit; [INSTALLED]?: true };
  if (prototype[INSTALLED]) return;
  prototype[INSTALLED] = true;
  const guardKey = randomUUID();
  publishGuardKey(guardKey);
  const emit = prototype.emit;

  prototype.emit = function (event, ...args) {
    switch (event) {
      case "request":
        return onRequest(args[0] as IncomingMessage, args[1] as ServerResponse, guardKey, () => emit.call(this, event, ...args));
      case "connection":
        prepareServer(this);
        rememberServer(this);
        return emit.call(this, event, ...args);
      case "upgrade":
        // Next leaves an upgrade that it does not know hanging; only its development server takes one, under this path.
        if (edgeEnv().isDevelopment && (args[0] as IncomingMessage).url?.startsWith("/_next/")) return emit.call(this, event, ...args);
        writeSocketRefusal(args[1] as Duplex, refusals.badRequest);
        return true;
      case "clientError":
        writeSocketRefusal(args[1] as Duplex, parserRefusal(args[0] as NodeJS.ErrnoException));
        return true;
      default:
        return emit.call(this, event, ...args);
    }
  };
};

/** What Node would answer itself, without our envelope: CONNECT, which it drops without a word, a missing Host, and Expect. */
const prepareServer = (server: Server & { requireHostHeader?: boolean }): void => {
  if (server.listenerCount("connect") === 0) server.on("connect", (_request, socket) => writeSocketRefusal(socket, connectRefusal));
  if (server.listenerCount("checkExpectation") === 0)
    server.on("checkExpectation", (request, response) => writeRefusal(request, response, expectationRefusal, newRequestId()));
  server.requireHostHeader = false;
  server.keepAliveTimeout = Math.max(server.keepAliveTimeout, IDLE_MS);
};

/** Balancers keep their connections for 60 s; one that Node had closed after its own 5 s answers the next request with a 502. */
const IDLE_MS = 75_000;

const connectRefusal = { ...refusals.methodNotAllowed, allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" };

/** RFC 9110 section 10.1.1. */
const expectationRefusal = { ...refusals.badRequest, status: 417 };

const onRequest = (request: IncomingMessage, response: ServerResponse, guardKey: string, next: () => boolean): boolean => {
  const scope: RequestScope = {
    requestId: newRequestId(),
    clientAddress: request.socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, ""),
    hasEntered: false,
    memo: new Map(),
  };
  observeRequest(request, response, scope.requestId);
  const refusal = checkRequest(request);
  if (refusal) {
    writeRefusal(request, response, refusal, scope.requestId);
    return true;
  }
  if (enforceHttps(request, response, scope.requestId)) return true;
  rewritePrivateHeaders(request, scope, guardKey);
  const isForm = isFormPost(request);
  if (isForm) agreeOnHost(request);
  shapeResponse(response, scope, isForm);
  return runInRequestScope(scope, next);
};

/** Next compares an action's Origin with the host and fails with a 500; the Origin has just been found to be ours. */
const agreeOnHost = ({ headers }: IncomingMessage): void => {
  if (headers.origin !== undefined) headers["x-forwarded-host"] = new URL(headers.origin).host;
};

/** A client's request id is foreign too: ours names the request everywhere. */
const isForeign = (name: string): boolean => isPrivateHeader(name) || name.toLowerCase() === REQUEST_ID_HEADER;

const rewritePrivateHeaders = (request: IncomingMessage, scope: RequestScope, guardKey: string): void => {
  for (const name of Object.keys(request.headers)) if (isForeign(name)) delete request.headers[name];
  const own: Record<string, string> = {
    [privateHeaders.guard]: guardKey,
    [privateHeaders.requestId]: scope.requestId,
    [REQUEST_ID_HEADER]: scope.requestId,
  };
  if (scope.clientAddress) own[privateHeaders.clientAddress] = scope.clientAddress;
  if (edgeEnv().isTestBuild) own[privateHeaders.clock] = String(clockOffsetMs());
  Object.assign(request.headers, own);
  // Whoever reads the raw list instead must find the same.
  const raw: string[] = [];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i] ?? "";
    if (!isForeign(name)) raw.push(name, request.rawHeaders[i + 1] ?? "");
  }
  request.rawHeaders = [...raw, ...Object.entries(own).flat()];
};
