/**
 * Errors as people and machines see them: a code, its HTTP status and one clear sentence. Operations declare
 * theirs with `defineError`; the general ones stand here. Nothing else may decide a status.
 */
export interface ErrorSpec {
  code: string;
  status: number;
  message: string;
}

export interface ErrorExtra {
  message?: string;
  details?: Record<string, unknown>;
  /** Whole seconds until another try makes sense: becomes the Retry-After header. */
  retryAfterSeconds?: number;
  /** Audit only; never sent. */
  reason?: string;
  /** What has failed, for the log alone; never sent. */
  cause?: unknown;
  /** What the trail's row of it says beside the code; never sent. */
  about?: AboutRefusal;
}

/** Whom a refusal was about, where neither the path nor the session says it. */
export interface AboutRefusal {
  targetUserId?: string;
  metadata?: Record<string, unknown>;
}

/** An expected refusal. Everything that is not one is our bug (500) or a fault (503). */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details?: Record<string, unknown>;
  readonly retryAfterSeconds?: number;
  readonly reason?: string;
  readonly about?: AboutRefusal;

  constructor(spec: ErrorSpec, extra: ErrorExtra = {}) {
    super(extra.message ?? spec.message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.name = "AppError";
    this.code = spec.code;
    this.status = spec.status;
    this.details = extra.details;
    this.retryAfterSeconds = extra.retryAfterSeconds;
    this.reason = extra.reason;
    this.about = extra.about;
  }
}

export const defineError = <const C extends string>(code: C, status: number, message: string) =>
  ({ code, status, message }) satisfies ErrorSpec;

export const BAD_REQUEST = defineError("BAD_REQUEST", 400, "The request could not be understood.");
export const UNAUTHORIZED = defineError("UNAUTHORIZED", 401, "You are not signed in (401).");
export const TOKEN_STALE = defineError("TOKEN_STALE", 401, "Your access token is out of date (401). Refresh it and try again.");
/** `details`: `mfa_token`, `methods`, `expires_in` (seconds). */
export const MFA_REQUIRED = defineError("MFA_REQUIRED", 401, "Enter your second factor to finish signing in (401).");
export const FORBIDDEN = defineError("FORBIDDEN", 403, "You do not have permission to do this.");
export const CSRF = defineError("CSRF", 403, "This request did not come from a page we trust.");
export const PASSWORD_CHANGE_REQUIRED = defineError("PASSWORD_CHANGE_REQUIRED", 403, "Choose a new password before you go on.");
/** Where REQUIRE_EMAIL_VERIFICATION is set: at the doors, to whoever has proved who they are, and in sessions. `details`: `is_verified` false. */
export const EMAIL_NOT_VERIFIED = defineError("EMAIL_NOT_VERIFIED", 403, "Confirm your e-mail address first: we have sent you a link.");
export const MFA_SETUP_REQUIRED = defineError("MFA_SETUP_REQUIRED", 403, "Set up a second factor before you go on.");
/** `details`: `deletion_due_at`. */
export const ACCOUNT_DELETION_PENDING = defineError("ACCOUNT_DELETION_PENDING", 403, "You asked us to delete this account. Take that back before you go on.");
export const REAUTH_REQUIRED = defineError("REAUTH_REQUIRED", 403, "Confirm that it is you before you go on.");
export const NOT_FOUND = defineError("NOT_FOUND", 404, "There is nothing here.");
export const METHOD_NOT_ALLOWED = defineError("METHOD_NOT_ALLOWED", 405, "This method is not offered here.");
export const CONFLICT = defineError("CONFLICT", 409, "This conflicts with what is stored.");
export const LENGTH_REQUIRED = defineError("LENGTH_REQUIRED", 411, "Send a Content-Length.");
export const PAYLOAD_TOO_LARGE = defineError("PAYLOAD_TOO_LARGE", 413, "This is larger than we accept.");
export const UNSUPPORTED_MEDIA_TYPE = defineError("UNSUPPORTED_MEDIA_TYPE", 415, "Send application/json.");
export const VALIDATION_ERROR = defineError("VALIDATION_ERROR", 422, "Some fields need your attention.");
export const RATE_LIMIT_EXCEEDED = defineError("RATE_LIMIT_EXCEEDED", 429, "Too many tries. Wait a little and try again.");
export const INTERNAL_ERROR = defineError("INTERNAL_ERROR", 500, "Something went wrong on our side.");
export const UNAVAILABLE = defineError("UNAVAILABLE", 503, "We cannot do this right now. Try again in a moment.");

/** 422 with one or more sentences per field. */
export const invalidFields = (fields: Record<string, string[]>, message?: string) =>
  new AppError(VALIDATION_ERROR, { message, details: { fields } });
