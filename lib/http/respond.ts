/** Answers of the API: JSON with its headers, and every error in the one shape. */
import { corsHeaders } from "@/lib/edge/cors";
import { errorEnvelope, statusHeaders } from "@/lib/edge/envelope";
import { REQUEST_ID_HEADER } from "@/lib/edge/request-id";
import { apiHeaders, apiSecurityHeaders } from "@/lib/edge/security-headers";
import { isDatabaseAway } from "@/lib/db";
import { AppError, INTERNAL_ERROR, UNAVAILABLE } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Alias } from "@/lib/operation";
import { type CookieToSet, setCookieLine } from "./delivery";
import { requestScope } from "./request-scope";

interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  cookies?: CookieToSet[];
}

/** JSON with CORS, security headers and request id. */
export function respond(request: Request, requestId: string, { status, body, headers, cookies = [] }: Answer): Response {
  const answer = Response.json(body, {
    status,
    headers: { ...answerHeaders(request, requestId), ...headers },
  });
  for (const cookie of cookies) answer.headers.append("set-cookie", setCookieLine(cookie));
  return answer;
}

/** The guard of this process, where one runs, adds the headers of every answer itself; each header set here is copied twice by Next. */
const fixedHeaders = (requestId: string): Record<string, string> =>
  requestScope()?.requestId === requestId ? apiHeaders : { ...apiSecurityHeaders(), [REQUEST_ID_HEADER]: requestId };

/** What every answer of the API bears. */
export const answerHeaders = (request: Request, requestId: string): Record<string, string> => ({ ...fixedHeaders(requestId), ...corsHeaders(request) });

type ErrorOptions = Pick<Answer, "headers" | "cookies"> & Partial<Pick<Alias, "refusal">>;

/** Any thrown thing as an answer; what is not ours is logged and told to nobody. */
export function respondError(request: Request, requestId: string, error: unknown, { headers, cookies, refusal: inOtherWords }: ErrorOptions = {}): Response {
  const known = asAppError(error, requestId);
  const { code, message, details, retryAfterSeconds } = known;
  const { status, body: theirs } = inOtherWords?.(known) ?? { status: known.status, body: {} };
  const refusal = { status, code, message, details, retryAfterSeconds };
  const minutes = details?.retry_after_minutes;
  const body = { ...errorEnvelope(refusal, requestId), ...(minutes === undefined ? {} : { retry_after_minutes: minutes }), ...theirs };
  return respond(request, requestId, { status, body, headers: { ...headers, ...statusHeaders(refusal) }, cookies });
}

/** In an outage every request says it, so without a stack; of Prisma's many lines the last one tells. */
function briefly(cause: unknown): Record<string, unknown> | undefined {
  if (!(cause instanceof Error)) return undefined;
  return { name: cause.name, error_code: (cause as { code?: unknown }).code, message: cause.message.trim().split("\n").at(-1)?.trim() };
}

/** Any thrown thing as a refusal. What is no expected one is logged here, under the reference that the answer bears. */
export function asAppError(error: unknown, requestId: string): AppError {
  if (error instanceof AppError) {
    if (error.status >= 500) log.warn("request.unavailable", { requestId, error_code: error.code, cause: briefly(error.cause) });
    return error;
  }
  if (isDatabaseAway(error)) return asAppError(new AppError(UNAVAILABLE, { retryAfterSeconds: 2, cause: error }), requestId);
  log.error("request.failed", { requestId, error });
  return new AppError(INTERNAL_ERROR);
}
