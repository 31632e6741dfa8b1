import type { AuditClient } from "@/lib/client/audit-client";
import type { ActivityQuery, LogsQuery } from "@/lib/client/audit-wire";
import type { ActivityLog, AuditLog } from "@/lib/features/audit/schema";

/** `own`: what the person did, and what was done to their account. `all`: everybody's, which needs `audit.view`. */
export type LogScope = "own" | "all";

/** Own events may be narrowed by `action` alone, all events by anything. */
export type AuditLogsQuery = { scope?: LogScope } & LogsQuery;

export async function askAuditLogs(audit: AuditClient, { scope = "own", ...query }: AuditLogsQuery, signal: AbortSignal): Promise<AuditLog[]> {
  return (await (scope === "all" ? audit.listAuditLogs(query, { signal }) : audit.listMyAuditLogs(query, { signal }))).logs;
}

export async function askActivityLogs(audit: AuditClient, query: ActivityQuery, signal: AbortSignal): Promise<ActivityLog[]> {
  return (await audit.listMyActivity(query, { signal })).activities;
}
