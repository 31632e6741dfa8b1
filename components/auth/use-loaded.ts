"use client";

import { useCallback, useEffect } from "react";
import { useAuthState } from "./use-auth-state";
import { type RequestTools, useRequest } from "./use-request";

export interface Loaded<T> extends Pick<RequestTools<T>, "data" | "error" | "failure" | "run"> {
  /** Also before the first question, so that a page never says "none" of what it has not asked for. */
  loading: boolean;
  reload: () => Promise<T | null>;
}

/** Asks at once, and again when `ask` is another function: keep it with `useCallback`. Nothing is asked while nobody is signed in. */
export function useLoaded<T>(ask: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const { isAuthenticated, loading: isUnknown } = useAuthState();
  const { data, error, failure, loading, run, personId } = useRequest<T>();
  const reload = useCallback(() => run(ask), [run, ask]);
  useEffect(() => {
    if (personId !== null) void reload();
  }, [personId, reload]);
  const isAwaited = isUnknown || (isAuthenticated && data === null && failure === null);
  return { data, error, failure, loading: loading || isAwaited, run, reload };
}
