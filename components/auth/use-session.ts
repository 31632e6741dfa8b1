"use client";

import type { AuthState } from "@/lib/client/auth-store";
import type { AuthActions } from "./auth-actions";
import { useAuthActions } from "./use-auth";
import { useAuthState } from "./use-auth-state";

export interface SessionTools extends Omit<AuthState, "user">, Pick<AuthActions, "checkAuth"> {
  /** Renews the session now, which calls do by themselves. */
  refreshToken: AuthActions["refreshAccessToken"];
}

/** Whether somebody is signed in, without saying who. */
export function useSession(): SessionTools {
  const { isAuthenticated, loading, isRefreshingToken } = useAuthState();
  const { refreshAccessToken, checkAuth } = useAuthActions();
  return { isAuthenticated, loading, isRefreshingToken, refreshToken: refreshAccessToken, checkAuth };
}
