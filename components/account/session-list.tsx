import { MonitorSmartphone } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { ConfirmForm } from "@/components/ui/confirm-form";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/components/ui/form-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { DeviceIcon } from "./device-icon";
import type { SessionRow } from "./session-row";

export interface SessionListProps {
  sessions: SessionRow[];
  /** Receives `session_id`. */
  endAction: FormAction;
  /** Ends all but the current one. */
  endOthersAction: FormAction;
}

/** Where the viewer is signed in, this device first. */
export function SessionList({ sessions, endAction, endOthersAction }: SessionListProps) {
  const ordered = [...sessions].sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
  const others = sessions.filter(({ isCurrent }) => !isCurrent).length;
  return (
    <Card>
      <CardHeader
        title="Where you are signed in"
        description="End a session you do not recognise, then change your password."
        action={others > 0 && (
          <ConfirmForm
            action={endOthersAction} label="End all others" confirmLabel="End all others" title="End all other sessions?"
            description={`${others === 1 ? "One other device is" : `${others} other devices are`} signed out at once. You stay signed in here.`}
          />
        )}
      />
      {ordered.length === 0 ? (
        <EmptyState icon={MonitorSmartphone} title="No sessions" description="Nobody is signed in to this account." />
      ) : (
        <ul className="mt-5 divide-y border-t">
          {ordered.map((session) => <SessionItem key={session.id} session={session} endAction={endAction} />)}
        </ul>
      )}
    </Card>
  );
}

/** One session; with `endAction`, and where it is still open, with the button that ends it. */
export function SessionItem({ session, endAction, values }: { session: SessionRow; endAction?: FormAction; values?: Record<string, string> }) {
  const place = [session.city, session.country].filter(Boolean).join(", ");
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-4 sm:px-6">
      <DeviceIcon os={session.os} />
      <div className="grid min-w-0 flex-1 basis-52 gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
          <span className="break-words">{session.deviceName}</span>
          {session.isCurrent && <Badge tone="accent" dot>This device</Badge>}
          {session.revokedAt && <Badge>Ended</Badge>}
        </p>
        <p className="text-sm text-muted-foreground">
          <span className="font-mono text-[0.8125rem]">{session.ipAddress ?? "address unknown"}</span>
          {place && ` · ${place}`} · {session.isCurrent ? "active now" : <>active <RelativeTime at={session.lastActivityAt} /></>}
        </p>
        <p className="text-sm text-muted-foreground">Signed in <RelativeTime at={session.createdAt} /></p>
      </div>
      {endAction && !session.isCurrent && !session.revokedAt && (
        <ConfirmForm
          action={endAction} values={{ session_id: session.id, ...values }} label="End" ariaLabel={`End session on ${session.deviceName}`}
          confirmLabel="End session" title="End this session?" description={`${session.deviceName} is signed out on its next request.`}
        />
      )}
    </li>
  );
}
