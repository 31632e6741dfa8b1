import { MonitorOff } from "lucide-react";
import { SessionItem } from "@/components/account/session-list";
import type { SessionRow } from "@/components/account/session-row";
import { Card, CardHeader } from "@/components/ui/card";
import { ConfirmForm } from "@/components/ui/confirm-form";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/components/ui/form-state";

export interface UserSessionsProps {
  userId: string;
  name: string;
  sessions: SessionRow[];
  /** Receives `id`. Absent: the viewer may look, not end. */
  endAllAction?: FormAction;
}

export function UserSessions({ userId, name, sessions, endAllAction }: UserSessionsProps) {
  const open = sessions.filter(({ revokedAt }) => !revokedAt).length;
  return (
    <Card>
      <CardHeader
        title="Sessions"
        description={open === 1 ? "1 is open." : `${open} are open.`}
        action={endAllAction && open > 0 && (
          <ConfirmForm
            action={endAllAction} values={{ id: userId }} label="End all sessions" confirmLabel="End all sessions"
            title={`Sign ${name} out everywhere?`} description="Every session ends on its next request. They can sign in again."
          />
        )}
      />
      {sessions.length === 0 ? (
        <EmptyState icon={MonitorOff} title="Not signed in anywhere" />
      ) : (
        <ul className="mt-5 divide-y border-t">{sessions.map((session) => <SessionItem key={session.id} session={session} />)}</ul>
      )}
    </Card>
  );
}
