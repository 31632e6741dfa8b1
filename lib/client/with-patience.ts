import { AuthClientError } from "./auth-client-error";

/** For what holds the lock of all tabs: a server that never answers must not keep them from everything else. Milliseconds. */
const PATIENCE = 15_000;

/** @param outer - of a caller who may lose patience sooner @throws AuthClientError `NETWORK_ERROR` once it lasts too long */
export async function withPatience<T>(work: (signal: AbortSignal) => Promise<T>, outer?: AbortSignal): Promise<T> {
  const patience = new AbortController();
  const slow = new AuthClientError({ code: "NETWORK_ERROR", message: "The server took too long to answer. Try again." });
  const timer = setTimeout(() => patience.abort(slow), PATIENCE);
  const follow = () => patience.abort(outer?.reason);
  if (outer?.aborted) follow();
  else outer?.addEventListener("abort", follow, { once: true });
  try {
    return await work(patience.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", follow);
  }
}
