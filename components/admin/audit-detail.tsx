import type { ReactNode } from "react";
import { formatInstant } from "@/components/ui/format-instant";
import type { AuditRow } from "./audit-row";

/** All that an event says: where it came from, what changed, what was noted. */
export function AuditDetail({ event }: { event: AuditRow }) {
  const changes = Object.entries(event.changes ?? {});
  const metadata = event.metadata && Object.keys(event.metadata).length > 0 ? event.metadata : null;
  return (
    <div className="grid gap-5 border-t bg-sunken px-4 py-5 text-sm @3xl:px-14">
      <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
        <Item term="Time">{formatInstant(event.occurredAt)}</Item>
        <Item term="Request"><code className="font-mono text-xs break-all">{event.requestId}</code></Item>
        <Item term="Address"><span className="font-mono text-xs">{event.ipAddress ?? "unknown"}</span></Item>
        <Item term="Device">{event.deviceName ?? "unknown"}</Item>
        {event.actor && <Item term="Actor"><code className="font-mono text-xs break-all">{event.actor.id}</code></Item>}
        {event.target && <Item term="Target"><code className="font-mono text-xs break-all">{event.target.type} {event.target.id}</code></Item>}
      </dl>
      {changes.length > 0 && (
        <div className="grid gap-2">
          <p className="font-medium">Changes</p>
          <ul aria-label="Changes" className="grid gap-1.5">
            {changes.map(([field, { from, to }]) => (
              <li key={field} className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
                <span className="text-muted-foreground">{field.replaceAll("_", " ")}</span>
                <del className="rounded-sm bg-destructive-tint px-1.5 font-mono text-xs break-all text-destructive-text no-underline"><span className="sr-only">from </span>{show(from)}</del>
                <ins className="rounded-sm bg-success-tint px-1.5 font-mono text-xs break-all text-success-text no-underline"><span className="sr-only">to </span>{show(to)}</ins>
              </li>
            ))}
          </ul>
        </div>
      )}
      {metadata && (
        <div className="grid gap-2">
          <p className="font-medium">Noted with it</p>
          <pre tabIndex={0} role="region" aria-label="Metadata" className="max-h-72 overflow-auto rounded-md border bg-card p-3 font-mono text-xs leading-relaxed">{JSON.stringify(metadata, null, 2)}</pre>
        </div>
      )}
    </div>
  );
}

function Item({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[5rem_minmax(0,1fr)] gap-2">
      <dt className="text-muted-foreground">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function show(value: unknown): string {
  if (value === null || value === undefined || value === "") return "empty";
  return typeof value === "string" ? value : JSON.stringify(value);
}
