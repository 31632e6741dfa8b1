"use client";

import { useCallback, useMemo } from "react";
import type { EndedSessionAnswer, EndedSessionsAnswer } from "@/lib/client/audit-wire";
import type { WireSession } from "@/lib/features/sessions/schema";
import { useClients } from "./use-clients";
import { type Loaded, useLoaded } from "./use-loaded";

export interface SessionsTools extends Pick<Loaded<WireSession[]>, "loading" | "error" | "failure"> {
  /** Empty until they are there. */
  sessions: WireSession[];
  refresh: () => Promise<void>;
  /** Ends one, and reads the list again. @throws AuthClientError */
  revokeSession: (sessionId: string) => Promise<EndedSessionAnswer>;
  /** Ends all but this one. @throws AuthClientError */
  revokeAllSessions: () => Promise<EndedSessionsAnswer>;
}

const NONE: WireSession[] = [];

/** Where the person is signed in; read at once. */
export function useSessions(): SessionsTools {
  const { audit } = useClients();
  const ask = useCallback(async (signal: AbortSignal) => (await audit.listSessions({ signal })).sessions, [audit]);
  const { data, loading, error, failure, reload } = useLoaded(ask);
  const calls = useMemo(() => {
    const refresh = async () => void (await reload());
    const andRefresh = async <T>(change: Promise<T>): Promise<T> => {
      const answer = await change;
      await refresh();
      return answer;
    };
    return {
      refresh,
      revokeSession: (sessionId: string) => andRefresh(audit.revokeSession(sessionId)),
      revokeAllSessions: () => andRefresh(audit.revokeAllSessions()),
    };
  }, [audit, reload]);
  return { sessions: data ?? NONE, loading, error, failure, ...calls };
}
