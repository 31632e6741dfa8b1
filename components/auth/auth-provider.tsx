"use client";

import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import type { AuthUser } from "@/lib/client/auth-wire";
import type { InitialState } from "@/lib/client/auth-store";
import type { AuthConfig } from "@/lib/client/client-config";
import type { HookHandlers } from "@/lib/client/client-hooks";
import { createClient } from "@/lib/client/create-client";
import { useAuthState } from "./use-auth-state";
import { ClientContext } from "./use-clients";

export interface AuthProviderProps {
  children: ReactNode;
  /** Read once: a provider that is to have another one gets another `key`. */
  config?: AuthConfig;
  /** May be other ones at each render. */
  hooks?: HookHandlers;
  /** Once it is known for the first time whether somebody is signed in. */
  onReady?: () => void;
  /** Whom a server rendered the page for; null: nobody. Left out: the browser asks. Another value at a later render is taken over. */
  initialUser?: AuthUser | null;
  /** As `auth()` of Auth.js gives it: that somebody is signed in, before it is known who. null: nobody. */
  initialSession?: object | null;
}

/** Makes one client for the page, and lets everything below know who is signed in. */
export function AuthProvider({ children, config, hooks, onReady, initialUser, initialSession }: AuthProviderProps) {
  const [client] = useState(() => createClient(config, initialState(initialUser, initialSession)));
  useEffect(() => (hooks ? client.auth.hooks.registerAll(hooks) : undefined), [client, hooks]);
  useEffect(() => client.auth.start(), [client]);
  useEffect(() => {
    if (initialUser !== undefined) client.auth.adopt(initialUser);
  }, [client, initialUser]);
  return (
    <ClientContext value={client}>
      {onReady && <Ready tell={onReady} />}
      {children}
    </ClientContext>
  );
}

function initialState(user: AuthUser | null | undefined, session: object | null | undefined): InitialState {
  if (user !== undefined) return { user };
  return session === undefined ? {} : session === null ? { user: null } : { isAuthenticated: true };
}

function Ready({ tell }: { tell: () => void }): null {
  const { loading } = useAuthState();
  const isTold = useRef(false);
  const tellOnce = useEffectEvent(() => {
    if (!isTold.current) tell();
    isTold.current = true;
  });
  useEffect(() => {
    if (!loading) tellOnce();
  }, [loading]);
  return null;
}
