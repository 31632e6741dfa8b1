"use client";

import { useSyncExternalStore } from "react";
import type { AuthState } from "@/lib/client/auth-store";
import { useClients } from "./use-clients";

/** Who is signed in, as far as it is known. On the server and while hydrating: what the provider was given. */
export function useAuthState(): AuthState {
  const { store } = useClients().auth;
  return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getServerSnapshot);
}

/** Whether what somebody may do is still to come. */
export const isUnknown = ({ loading, isAuthenticated, user }: AuthState): boolean => loading || (isAuthenticated && user === null);
