"use client";

import type { AuthUser } from "@/lib/client/auth-wire";
import type { AuthActions } from "./auth-actions";
import { useAuthActions } from "./use-auth";
import { isUnknown, useAuthState } from "./use-auth-state";

export interface UserTools extends Pick<AuthActions, "refreshUser" | "updateUser"> {
  user: AuthUser | null;
  /** The person is still to come. With `user: null` and false, nobody is signed in. */
  isLoading: boolean;
}

/** The person who is signed in. */
export function useUser(): UserTools {
  const state = useAuthState();
  const { refreshUser, updateUser } = useAuthActions();
  return { user: state.user, refreshUser, updateUser, isLoading: isUnknown(state) };
}
