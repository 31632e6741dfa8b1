"use client";

import type { ReactNode } from "react";
import { allows, type GateCriteria } from "./allows";
import { isUnknown, useAuthState } from "./use-auth-state";

export interface PermissionGateProps extends GateCriteria {
  /** For those who may not see it, and for those who are not signed in. */
  fallback?: ReactNode;
  /** Until it is known who is there. */
  loading?: ReactNode;
  children: ReactNode;
}

/**
 * Shows its children to those who hold the permission or have the role. It decides what is drawn, and nothing else:
 * the server checks each request for itself, and what must not reach a browser belongs behind `Gate`, on the server.
 */
export function PermissionGate({ fallback = null, loading = null, children, ...criteria }: PermissionGateProps) {
  const state = useAuthState();
  if (isUnknown(state)) return loading;
  return allows(criteria, state.user) ? children : fallback;
}
