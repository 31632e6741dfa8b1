import type { ErrorSpec } from "@/lib/errors";
import { PROVIDER_CANCELLED, PROVIDER_FAILED, PROVIDER_STATE, PROVIDER_UNAVAILABLE } from "./protocol-errors";

/** An error and what it was caused by; Auth.js wraps in `cause.err`. */
function* chain(error: unknown): Generator<Error & { type?: string; code?: string; cause?: unknown }> {
  let current = error;
  for (let depth = 0; depth < 6 && current instanceof Error; depth += 1) {
    yield current;
    const cause: unknown = current.cause;
    current = typeof cause === "object" && cause !== null && "err" in cause ? cause.err : cause;
  }
}

/** Of the network, as Node's fetch tells it. */
const isAway = (error: Error & { code?: string }): boolean =>
  error.name === "TimeoutError" || error.message === "fetch failed" || /^(?:ECONN|ENOTFOUND|EAI_|UND_ERR)/.test(error.code ?? "");

/** A provider's API is there, and says that it cannot answer now. */
export class OutOfOrder extends Error {}

/** An HTTP status where an answer of the protocol should have been: oauth4webapi says so. */
const isOutOfOrder = (error: Error & { code?: string }): boolean => error instanceof OutOfOrder || error.code === "OAUTH_RESPONSE_IS_NOT_CONFORM";

/** What an error of Auth.js's means to whoever is looking. @param told - the provider's own `error`, which Auth.js does not hand on */
export function faultOf(error: unknown, told: string | null): ErrorSpec {
  const errors = [...chain(error)];
  if (told === "access_denied" && errors.some(({ type }) => type === "OAuthCallbackError")) return PROVIDER_CANCELLED;
  if (errors.some(({ type }) => type === "InvalidCheck")) return PROVIDER_STATE;
  return errors.some((each) => isAway(each) || isOutOfOrder(each)) ? PROVIDER_UNAVAILABLE : PROVIDER_FAILED;
}
