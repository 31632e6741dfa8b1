import { AuthClientError, MfaRequiredError } from "@/lib/client/auth-client-error";
import type { FormState } from "@/components/ui/form-state";

/** What the second step of a sign-in needs. */
export type MfaChallenge = Pick<MfaRequiredError, "mfaToken" | "methods" | "expiresIn">;

/** Why something came to nothing, for a form: `error` is a sentence for people, `code` the API's word for programs. */
export interface Failure {
  error: string;
  code?: string;
  /** Sentences per input name. */
  fields?: Record<string, string[]>;
  retryAfterSeconds?: number;
  /** Names the request in the server's log and audit trail. */
  requestId?: string;
  /** With code MFA_REQUIRED. */
  mfa?: MfaChallenge;
}

/** What the calls of `useAuth()` answer: they never reject. */
export type AuthResult<T extends object = Record<never, never>> = ({ success: true; error?: undefined } & T) | ({ success: false } & Failure & { [K in keyof T]?: undefined });

/** Of a refusal by the API, of a hook's veto, and of anything else that was thrown. */
export function failureOf(thrown: unknown): Failure {
  if (!(thrown instanceof AuthClientError)) return { error: thrown instanceof Error ? thrown.message : String(thrown) };
  const { message, code, fields, retryAfterSeconds, requestId } = thrown;
  const failure = { error: message, code, fields, retryAfterSeconds, requestId };
  if (!(thrown instanceof MfaRequiredError)) return failure;
  const { mfaToken, methods, expiresIn } = thrown;
  return { ...failure, mfa: { mfaToken, methods, expiresIn } };
}

export async function resultOf<T extends object>(work: () => Promise<T>): Promise<AuthResult<T>> {
  try {
    return { ...(await work()), success: true };
  } catch (thrown) {
    return { ...failureOf(thrown), success: false } as AuthResult<T>;
  }
}

/** A failure as our forms show it. */
export function failedForm(thrown: unknown): FormState {
  const { error, code, fields, retryAfterSeconds, requestId } = failureOf(thrown);
  return { message: error, code, fields, retryAfterSeconds, requestId };
}
