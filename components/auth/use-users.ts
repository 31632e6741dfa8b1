"use client";

import { useCallback } from "react";
import type { UsersAnswer, UsersQuery } from "@/lib/client/admin-wire";
import type { UserSummary } from "@/lib/features/admin/schema";
import { useClients } from "./use-clients";
import { type Loaded, useLoaded } from "./use-loaded";

export interface UsersTools extends Pick<Loaded<UsersAnswer>, "loading" | "error" | "failure"> {
  /** Empty until they are there. */
  users: UserSummary[];
  total: number;
  refetch: () => Promise<void>;
}

const NOBODY: UserSummary[] = [];

/** One page of people, read at once and again when the query says something else. Needs `users.view`. */
export function useUsers(query: UsersQuery = {}): UsersTools {
  const { admin } = useClients();
  // Compared by what it says: callers write it anew at each render.
  const wanted = JSON.stringify(query);
  const ask = useCallback((signal: AbortSignal) => admin.listUsers(JSON.parse(wanted) as UsersQuery, { signal }), [admin, wanted]);
  const { data, loading, error, failure, reload } = useLoaded(ask);
  const refetch = useCallback(async () => void (await reload()), [reload]);
  return { users: data?.users ?? NOBODY, total: data?.total ?? 0, loading, error, failure, refetch };
}
