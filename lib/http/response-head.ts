import type { ServerResponse } from "node:http";
import { REQUEST_ID_HEADER } from "@/lib/edge/request-id";
import { securityHeaders } from "@/lib/edge/security-headers";
import type { RequestScope } from "./request-scope";

type WriteHead = (this: ServerResponse, status: number, ...rest: unknown[]) => ServerResponse;

/**
 * Makes the answer's head say what the scope says: request id and security headers where nobody set them, and the
 * status of a page, which Next has no way to set. A redirect stays a redirect.
 */
export const shapeResponse = (response: ServerResponse, scope: RequestScope): void => {
  const writeHead = response.writeHead as WriteHead;
  const shaped: WriteHead = function (status, ...rest) {
    if (this.headersSent) return writeHead.call(this, status, ...rest);
    for (const [name, value] of Object.entries({ ...securityHeaders(), [REQUEST_ID_HEADER]: scope.requestId })) {
      if (!this.hasHeader(name)) this.setHeader(name, value);
    }
    if (scope.status === undefined || (status !== 200 && status < 400)) return writeHead.call(this, status, ...rest);
    for (const [name, value] of Object.entries(scope.headers ?? {})) this.setHeader(name, value);
    this.statusCode = scope.status;
    this.statusMessage = "";
    const headers = typeof rest[0] === "string" ? rest.slice(1) : rest;
    return writeHead.call(this, scope.status, ...headers);
  };
  response.writeHead = shaped as typeof response.writeHead;
};
