"use client";

import { createContext, use } from "react";
import type { GatehouseClient } from "@/lib/client/create-client";

export const ClientContext = createContext<GatehouseClient | null>(null);

/**
 * The clients below the nearest `AuthProvider`, for calls that no hook here makes: `useClients().rbac.listRoles()`.
 * @throws Error where there is none
 */
export function useClients(): GatehouseClient {
  const client = use(ClientContext);
  if (!client) throw new Error("Nothing here can be used outside <AuthProvider>. Put it around this part of the page.");
  return client;
}
