"use client";

import { type ReactNode, useCallback } from "react";
import { AuditTable } from "@/components/admin/audit-table";
import { toAuditRow } from "@/components/admin/to-audit-row";
import { Card } from "@/components/ui/card";
import type { ActivityLog, AuditLog } from "@/lib/features/audit/schema";
import { AsyncView, type AsyncLook } from "./async-view";
import { askActivityLogs, askAuditLogs, type LogScope } from "./ask-logs";
import { useClients } from "./use-clients";
import { useLoaded } from "./use-loaded";

interface ViewerLook extends AsyncLook {
  /** One action (`user.login`), or all of a kind (`user.*`). */
  action?: string;
  /** As many as are shown: 50 unless told otherwise, at most 200. */
  limit?: number;
}

type OfAudit = ViewerLook & { type: "audit"; scope?: LogScope; renderLog?: (log: AuditLog) => ReactNode };
type OfActivity = ViewerLook & { type: "activity"; scope?: undefined; renderLog?: (log: ActivityLog) => ReactNode };

/** `audit`: security and administration; with `scope="all"` everybody's, which needs `audit.view`. `activity`: what the person did to the product's resources. */
export type AuditLogViewerProps = OfAudit | OfActivity;

/** Events, newest first, each opening in place. */
export function AuditLogViewer(props: AuditLogViewerProps) {
  return props.type === "audit" ? <AuditEvents {...props} /> : <Activities {...props} />;
}

function AuditEvents({ action, limit, scope, ...look }: OfAudit) {
  const { audit } = useClients();
  const ask = useCallback((signal: AbortSignal) => askAuditLogs(audit, scope === "all" ? { scope, action, limit } : { action, limit }, signal), [audit, action, limit, scope]);
  return <Events ask={ask} filtered={action !== undefined} {...look} />;
}

function Activities({ action, limit, ...look }: OfActivity) {
  const { audit } = useClients();
  const ask = useCallback((signal: AbortSignal) => askActivityLogs(audit, { action, limit }, signal), [audit, action, limit]);
  return <Events ask={ask} filtered={action !== undefined} {...look} />;
}

interface EventsProps<Log> extends AsyncLook {
  ask: (signal: AbortSignal) => Promise<Log[]>;
  filtered: boolean;
  renderLog?: (log: Log) => ReactNode;
}

function Events<Log extends AuditLog>({ ask, filtered, renderLog, showLoading, loadingComponent, errorComponent }: EventsProps<Log>) {
  const { data, loading, error, reload } = useLoaded(ask);
  const logs = data ?? [];
  return (
    <AsyncView
      {...{ showLoading, loadingComponent, errorComponent, error }} loadingLabel="Loading events" loading={loading && data === null}
      retry={() => void reload()}
    >
      <Card className="overflow-hidden">
        {renderLog ? (
          <ol aria-label="Events" className="divide-y">{logs.map((log) => <li key={log.id} className="px-5 py-3 sm:px-6">{renderLog(log)}</li>)}</ol>
        ) : (
          <AuditTable events={logs.map(toAuditRow)} filtered={filtered} />
        )}
      </Card>
    </AsyncView>
  );
}
