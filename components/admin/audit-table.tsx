import { ChevronRight, ScrollText } from "lucide-react";
import { actionLabel } from "@/components/account/action-label";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { AuditDetail } from "./audit-detail";
import type { AuditRow } from "./audit-row";

export interface AuditTableProps {
  events: AuditRow[];
  filtered?: boolean;
}

/**
 * The audit trail, newest first. A list of disclosures instead of a table: each event opens in place, natively and
 * without JavaScript, and a table may not hold that. Columns where its own place is wide enough for them.
 */
export function AuditTable({ events, filtered = false }: AuditTableProps) {
  if (events.length === 0) {
    return filtered
      ? <EmptyState icon={ScrollText} title="No event matches" description="Widen the time or clear the filters." />
      : <EmptyState icon={ScrollText} title="Nothing recorded yet" description="Every change, refusal and failed sign-in will stand here." />;
  }
  return (
    <div className="@container">
      <div aria-hidden="true" className={`${columns} hidden gap-4 border-b px-6 py-3 text-sm font-medium text-muted-foreground @3xl:grid`}>
        <span />
        <span>Event</span>
        <span>Actor</span>
        <span>Target</span>
        <span>Outcome</span>
        <span className="text-right">Time</span>
      </div>
      <ol aria-label="Audit events" className="divide-y">
        {events.map((event) => <li key={event.id}><AuditLine event={event} /></li>)}
      </ol>
    </div>
  );
}

const columns = "grid-cols-[1rem_minmax(0,1.5fr)_minmax(0,1.2fr)_minmax(0,1.2fr)_minmax(6rem,1fr)_8rem] items-center";

function AuditLine({ event }: { event: AuditRow }) {
  return (
    <details className="group">
      <summary
        className={`flex list-none flex-wrap items-center gap-x-3 gap-y-1.5 px-4 @3xl:gap-x-4 py-3 text-sm transition-colors hover:bg-sunken focus-visible:-outline-offset-2 @3xl:grid @3xl:px-6 ${columns}`}
      >
        <ChevronRight aria-hidden="true" className="size-4 text-muted-foreground transition-transform group-open:rotate-90" />
        <span className="grid min-w-0 flex-1 basis-0 @3xl:basis-auto">
          <span className="truncate font-medium">{actionLabel(event.action)}</span>
          <code className="truncate font-mono text-xs text-muted-foreground">{event.action}</code>
        </span>
        <span className="order-2 min-w-0 truncate @max-3xl:basis-full @max-3xl:pl-7">
          <span className="text-muted-foreground @3xl:sr-only">by </span>
          {event.actor?.label ?? <span className="text-muted-foreground">nobody signed in</span>}
        </span>
        <span className="order-3 min-w-0 truncate text-muted-foreground @max-3xl:basis-full @max-3xl:pl-7">
          {event.target ? <><span className="@3xl:sr-only">on </span>{event.target.label ?? `${event.target.type} ${event.target.id}`}</> : <span className="@max-3xl:hidden">–</span>}
        </span>
        <span className="max-w-[55%] min-w-0 @3xl:order-4 @3xl:max-w-none">
          {event.success ? <Badge tone="success" dot>Done</Badge> : <Failure code={event.errorCode} />}
        </span>
        <RelativeTime at={event.occurredAt} className="order-5 text-muted-foreground @max-3xl:basis-full @max-3xl:pl-7 @3xl:text-right" />
      </summary>
      <AuditDetail event={event} />
    </details>
  );
}

/** The word always fits; a code may take as many lines as it needs. */
function Failure({ code }: { code: string | null | undefined }) {
  return (
    <span className="grid justify-items-start gap-0.5">
      <Badge tone="danger" dot>Failed</Badge>
      {code && <code className="font-mono text-xs [overflow-wrap:anywhere] text-muted-foreground">{code}</code>}
    </span>
  );
}
