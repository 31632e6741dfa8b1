"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { SessionList } from "@/components/account/session-list";
import { toSessionRow } from "@/components/account/to-session-row";
import { Card, CardHeader } from "@/components/ui/card";
import type { FormAction } from "@/components/ui/form-state";
import type { WireSession } from "@/lib/features/sessions/schema";
import { AsyncView, type AsyncLook } from "./async-view";
import { failedForm } from "./auth-result";
import { useSessions } from "./use-sessions";

export interface SessionManagerProps extends AsyncLook {
  onSessionRevoked?: (sessionId: string) => void;
  onAllSessionsRevoked?: () => void;
  /** Draws a session instead of us; `revoke` ends it. */
  renderSession?: (session: WireSession, tools: { revoke: () => Promise<void> }) => ReactNode;
}

/** Where the person is signed in, with buttons that end a session, or all but this one. */
export function SessionManager({ onSessionRevoked, onAllSessionsRevoked, renderSession, ...look }: SessionManagerProps) {
  const { sessions, loading, error, refresh, revokeSession, revokeAllSessions } = useSessions();
  const [outcome, setOutcome] = useState<{ text: string } | null>(null);
  async function end(id: string) {
    const { message } = await revokeSession(id);
    setOutcome({ text: message });
    onSessionRevoked?.(id);
  }
  async function endOthers() {
    const { message } = await revokeAllSessions();
    setOutcome({ text: message });
    onAllSessionsRevoked?.();
  }
  return (
    <AsyncView {...look} loadingLabel="Loading sessions" loading={loading && sessions.length === 0} error={error} retry={() => void refresh()}>
      <Outcome outcome={outcome} />
      {renderSession ? (
        <Card>
          <CardHeader title="Where you are signed in" />
          <ul className="mt-5 divide-y border-t">
            {sessions.map((session) => <li key={session.id} className="px-5 py-4 sm:px-6">{renderSession(session, { revoke: () => end(session.id) })}</li>)}
          </ul>
        </Card>
      ) : (
        <SessionList
          sessions={sessions.map(toSessionRow)} endAction={asAction((form) => end(String(form.get("session_id"))))} endOthersAction={asAction(endOthers)}
        />
      )}
    </AsyncView>
  );
}

/** A refusal is shown beside the button. Success is told above the list: the button that was pressed is gone by then. */
const asAction =
  (work: (form: FormData) => Promise<void>): FormAction =>
  async (_previous, form) => {
    try {
      await work(form);
      return { ok: true };
    } catch (error) {
      return failedForm(error);
    }
  };

/** Takes the focus, which would otherwise be lost with the button that had it (WCAG 2.4.3). */
function Outcome({ outcome }: { outcome: { text: string } | null }) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (outcome) line.current?.focus();
  }, [outcome]);
  return <p ref={line} role="status" tabIndex={-1} className={outcome ? "mb-4 rounded-lg border bg-sunken px-4 py-3 text-sm" : "sr-only"}>{outcome?.text}</p>;
}
