import type { ServerResponse } from "node:http";
import { REQUEST_ID_HEADER } from "@/lib/edge/request-id";
import { securityHeaders } from "@/lib/edge/security-headers";
import type { RequestScope } from "./request-scope";

type WriteHead = (this: ServerResponse, status: number, ...rest: unknown[]) => ServerResponse;

/**
 * Makes the answer's head say what the scope says: request id and security headers where nobody set them, and the
 * status of a page, which Next has no way to set. A redirect stays a redirect.
 *
 * @param isForm whether a form or a server action was posted to a page
 */
export const shapeResponse = (response: ServerResponse, scope: RequestScope, isForm: boolean): void => {
  const writeHead = response.writeHead as WriteHead;
  const shaped: WriteHead = function (status, ...rest) {
    if (this.headersSent) return writeHead.call(this, status, ...rest);
    for (const [name, value] of Object.entries({ ...securityHeaders(), [REQUEST_ID_HEADER]: scope.requestId })) {
      if (!this.hasHeader(name)) this.setHeader(name, value);
    }
    const wanted = statusFor(scope, status, isForm);
    if (wanted === status) return writeHead.call(this, status, ...rest);
    for (const [name, value] of Object.entries(scope.headers ?? {})) this.setHeader(name, value);
    this.statusCode = wanted;
    this.statusMessage = "";
    return writeHead.call(this, wanted, ...(typeof rest[0] === "string" ? rest.slice(1) : rest));
  };
  response.writeHead = shaped as typeof response.writeHead;
};

const statusFor = (scope: RequestScope, status: number, isForm: boolean): number => {
  if (scope.status !== undefined) return status === 200 || status >= 400 ? scope.status : status;
  // Next answers 500 to a form it cannot decode, before any code of ours has run: that is the client's fault.
  return isForm && status === 500 && !scope.hasEntered && scope.memo.size === 0 ? 400 : status;
};
