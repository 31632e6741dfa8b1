"use client";

import { type ReactNode, useEffect } from "react";
import { Alert } from "@/components/ui/alert";
import { allows, asksForAnything, type GateCriteria } from "./allows";
import { LoadingNote } from "./loading-note";
import { isUnknown, useAuthState } from "./use-auth-state";

export interface ProtectedRouteProps extends GateCriteria {
  /** The same as `permission`. */
  requiredPermission?: string;
  /** Where people sign in; the way back is added as `return_to`. Default `/login`. */
  loginPath?: string;
  /** Instead of going to `loginPath`: your router's own way. */
  onUnauthenticated?: () => void;
  /** For those who are signed in and may not see this. */
  fallback?: ReactNode;
  /** Until it is known who is there. */
  loading?: ReactNode;
  children: ReactNode;
}

/** A part of a single-page application for those who are signed in and, where something is asked for, hold it. Pages that a server renders are checked there. */
export function ProtectedRoute({ requiredPermission, loginPath = "/login", onUnauthenticated, fallback, loading, children, ...given }: ProtectedRouteProps) {
  const state = useAuthState();
  const isNobody = !state.loading && !state.isAuthenticated;
  useEffect(() => {
    if (!isNobody) return;
    if (onUnauthenticated) onUnauthenticated();
    else window.location.replace(withWayBack(loginPath, window.location));
  }, [isNobody, onUnauthenticated, loginPath]);
  if (isUnknown(state) || isNobody) return loading ?? <LoadingNote>Checking that you are signed in</LoadingNote>;
  const criteria = { ...given, permission: given.permission ?? requiredPermission };
  if (!asksForAnything(criteria) || allows(criteria, state.user)) return children;
  return fallback ?? <Alert tone="danger" title="Access denied">Your account does not have the permission that this page asks for.</Alert>;
}

function withWayBack(loginPath: string, { pathname, search }: Location): string {
  return `${loginPath}${loginPath.includes("?") ? "&" : "?"}return_to=${encodeURIComponent(pathname + search)}`;
}
