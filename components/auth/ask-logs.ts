import type { AuditClient } from "@/lib/client/audit-client";
import type { ActivityQuery, LogsQuery, OwnLogsQuery } from "@/lib/client/audit-wire";
import type { ActivityLog, AuditLog } from "@/lib/features/audit/schema";

/** `own`: what the person did, and what was done to their account. `all`: everybody's, which needs `audit.view`. */
export type LogScope = "own" | "all";

/** Own events may be narrowed by `action` alone, all events by anything: `GET /api/audit/audit-logs/me` knows no other filter. */
export type AuditLogsQuery = ({ scope?: "own" } & OwnLogsQuery) | ({ scope: "all" } & LogsQuery);

export async function askAuditLogs(audit: AuditClient, asked: AuditLogsQuery, signal: AbortSignal): Promise<AuditLog[]> {
  if (asked.scope !== "all") {
    const { scope: _own, ...query } = asked;
    return (await audit.listMyAuditLogs(query, { signal })).logs;
  }
  const { scope: _all, ...query } = asked;
  return (await audit.listAuditLogs(query, { signal })).logs;
}

export async function askActivityLogs(audit: AuditClient, query: ActivityQuery, signal: AbortSignal): Promise<ActivityLog[]> {
  return (await audit.listMyActivity(query, { signal })).activities;
}
