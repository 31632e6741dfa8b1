import { MonitorOff } from "lucide-react";
import Link from "next/link";
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
  /** How many ended ones are not among them. */
  hidden: number;
  /** Where all of them are. */
  allHref: string;
  /** Receives `id`. Absent: the viewer may look, not end. */
  endAllAction?: FormAction;
}

const ENDED_SHOWN = 10;

/** Every open session, and the latest of those that have ended. */
export function shownSessions(sessions: SessionRow[], isAll: boolean): Pick<UserSessionsProps, "sessions" | "hidden"> {
  if (isAll) return { sessions, hidden: 0 };
  const ended = sessions.filter(({ revokedAt }) => revokedAt).slice(ENDED_SHOWN);
  return { sessions: sessions.filter((session) => !ended.includes(session)), hidden: ended.length };
}

export function UserSessions({ userId, name, sessions, hidden, allHref, endAllAction }: UserSessionsProps) {
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
        <>
          <ul className="mt-5 divide-y border-t">{sessions.map((session) => <SessionItem key={session.id} session={session} />)}</ul>
          {hidden > 0 && <p className="border-t px-5 py-3 text-sm sm:px-6"><Link href={allHref} className="link">{hidden === 1 ? "One more that has ended" : `${hidden} more that have ended`}</Link></p>}
        </>
      )}
    </Card>
  );
}
