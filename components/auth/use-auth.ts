"use client";

import { useMemo } from "react";
import type { AuthState } from "@/lib/client/auth-store";
import { type AuthActions, authActions } from "./auth-actions";
import { useAuthState } from "./use-auth-state";
import { useClients } from "./use-clients";

/** The calls of `useAuth()`, without the state: the same functions at every render. */
export function useAuthActions(): AuthActions {
  const { auth } = useClients();
  return useMemo(() => authActions(auth), [auth]);
}

/** Who is signed in, and what signs them in and out. */
export function useAuth(): AuthState & AuthActions {
  const state = useAuthState();
  const actions = useAuthActions();
  return useMemo(() => ({ ...state, ...actions }), [state, actions]);
}
