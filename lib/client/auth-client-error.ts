/**
 * The clients of the API: for browsers, React Native and Node. Plain fetch, no framework, nothing of the server but the
 * types of its wire. Here: the one error that they throw.
 */
import type { SecondFactorMethod } from "@/lib/features/mfa/schema";
import type { ServerErrorCode } from "./server-error-code.gen";

/** What a client finds out by itself. */
type ClientErrorCode =
  /** No answer: offline, blocked by CORS, or redirected, which the API never does. */
  | "NETWORK_ERROR"
  /** An answer that is not the API's: a proxy's page, most often. */
  | "INVALID_ANSWER"
  /** Tokens were asked for (`localStorage-only`), and the server keeps them in cookies. */
  | "TOKENS_NOT_DELIVERED"
  /** A way to sign in that this client was not configured for. */
  | "NOT_ENABLED"
  /** The device gave no passkey: nobody chose one, or it has none. `cause` is its own word. */
  | "PASSKEY_NOT_GIVEN";

/** Known codes complete in editors; a product's own still fit. */
export type AuthErrorCode = ServerErrorCode | ClientErrorCode | (string & {});

interface ErrorFacts {
  code: AuthErrorCode;
  message: string;
  /** HTTP status; 0 where there was no answer. */
  status?: number;
  details?: Record<string, unknown>;
  retryAfterSeconds?: number;
  requestId?: string;
  cause?: unknown;
}

/** Why a call came to nothing. `message` is a sentence for people; branch on `code`. A call that was aborted rejects with the signal's reason instead. */
export class AuthClientError extends Error {
  readonly code: AuthErrorCode;
  readonly status: number;
  /** Sentences per field of the form, for 422 and 409. */
  readonly fields: Record<string, string[]>;
  readonly details: Record<string, unknown>;
  /** Whole seconds, from Retry-After. */
  readonly retryAfterSeconds?: number;
  /** Names the request in the server's log and audit trail. */
  readonly requestId?: string;

  constructor({ code, message, status = 0, details = {}, retryAfterSeconds, requestId, cause }: ErrorFacts) {
    super(message, { cause });
    this.name = "AuthClientError";
    this.code = code;
    this.status = status;
    this.details = details;
    this.fields = (details.fields ?? {}) as Record<string, string[]>;
    this.retryAfterSeconds = retryAfterSeconds;
    this.requestId = requestId;
  }
}

/** The first step of a sign-in was right and the second is due, whichever door it was: `auth.verifyMfa(error.mfaToken, code)`. */
export class MfaRequiredError extends AuthClientError {
  /** Good for the second step alone. */
  readonly mfaToken: string;
  /** What a code may be of. With `email`, `auth.mfa.sendCode(error.mfaToken)` has one mailed. Empty: nothing that counts behind this first step. */
  readonly methods: SecondFactorMethod[];
  /** Seconds. */
  readonly expiresIn: number;

  constructor(facts: ErrorFacts) {
    super(facts);
    this.name = "MfaRequiredError";
    const { mfa_token: token, methods, expires_in: seconds } = facts.details ?? {};
    this.mfaToken = String(token);
    this.methods = (Array.isArray(methods) ? methods : []) as SecondFactorMethod[];
    this.expiresIn = Number(seconds);
  }
}

/** A refusal as the API words it; of anything else, its status. */
export function errorOfAnswer({ status, headers }: Response, body: unknown): AuthClientError {
  const { error, code, details, request_id: requestId } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  const facts = {
    code: typeof code === "string" ? code : "INVALID_ANSWER",
    message: typeof error === "string" ? error : `Request failed: ${status}`,
    status,
    details: typeof details === "object" && details !== null ? (details as Record<string, unknown>) : {},
    retryAfterSeconds: Number.isFinite(seconds) ? seconds : undefined,
    requestId: typeof requestId === "string" ? requestId : (headers.get("x-request-id") ?? undefined),
  };
  return code === "MFA_REQUIRED" ? new MfaRequiredError(facts) : new AuthClientError(facts);
}
