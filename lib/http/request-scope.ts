import { AsyncLocalStorage } from "node:async_hooks";

/** What one request carries with it through every module of the server, put there by the request guard. */
export interface RequestScope {
  requestId: string;
  /** The socket's peer address; a proxy's where one stands before us. */
  clientAddress: string | undefined;
  /** Status to answer instead of Next's own 200: pages have no other way to set one. */
  status?: number;
  /** Headers to add to the answer, names in lower case. */
  headers?: Record<string, string>;
  /** Set by {@link enterRequest}: from then on a 500 is our bug, before it a body that Next could not decode. */
  hasEntered: boolean;
  /** For whatever is to be computed once per request (the viewer); keys are the owner's module-private symbols. */
  memo: Map<unknown, unknown>;
}

// Next bundles instrumentation and routes separately: a module-level value would exist twice.
const shared = globalThis as typeof globalThis & { gatehouseRequestScope?: AsyncLocalStorage<RequestScope> };
const storage = (shared.gatehouseRequestScope ??= new AsyncLocalStorage<RequestScope>());

/** The scope of the current request; undefined outside one and where no guard runs (a serverless platform, the build). */
export const requestScope = (): RequestScope | undefined => storage.getStore();

export const runInRequestScope = <T>(scope: RequestScope, run: () => T): T => storage.run(scope, run);

/** Answers the current page with this status (403, 404, 503 …) when its head is written. No scope: nothing happens. */
export const setResponseStatus = (status: number, headers: Record<string, string> = {}): void => {
  const scope = storage.getStore();
  if (!scope) return;
  scope.status = status;
  scope.headers = { ...scope.headers, ...headers };
};

/** To be called first by every page, action and handler of ours (lib/http does): tells a bug of ours from a bad body. */
export const enterRequest = (): void => {
  const scope = storage.getStore();
  if (scope) scope.hasEntered = true;
};
