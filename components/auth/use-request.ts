"use client";

import { useEffect, useMemo, useSyncExternalStore } from "react";
import { RequestStore, type RequestState } from "./request-store";
import { useAuthState } from "./use-auth-state";

export interface RequestTools<T> extends RequestState<T> {
  /** A sentence for people. */
  error: string | null;
  /** Whose answers these are; null: nobody is signed in. */
  personId: string | null;
  /** Does not change while the same person is there. */
  run: (ask: (signal: AbortSignal) => Promise<T>) => Promise<T | null>;
}

/** One question to the API for as long as the component stands. With another person it begins anew: nobody sees what was answered to somebody else. */
export function useRequest<T>(): RequestTools<T> {
  const { user } = useAuthState();
  const personId = user?.id ?? null;
  const store = useMemo(() => new RequestStore<T>(personId), [personId]);
  useEffect(() => store.stop, [store]);
  const state = useSyncExternalStore(store.subscribe, store.getState, store.getState);
  return { ...state, error: state.failure?.message ?? null, personId, run: store.run };
}
