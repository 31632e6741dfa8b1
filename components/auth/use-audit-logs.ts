"use client";

import { useMemo } from "react";
import type { ActivityQuery, ResourceQuery } from "@/lib/client/audit-wire";
import type { ActivityLog, AuditLog } from "@/lib/features/audit/schema";
import { askActivityLogs, askAuditLogs, type AuditLogsQuery } from "./ask-logs";
import { useClients } from "./use-clients";
import { useRequest } from "./use-request";

export interface AuditLogsTools {
  /** Empty until `fetchAuditLogs` was called. */
  auditLogs: AuditLog[];
  /** Empty until `fetchActivityLogs` was called. */
  activityLogs: ActivityLog[];
  loading: boolean;
  error: string | null;
  failure: Error | null;
  /** null: refused, which `error` says, or overtaken by a later one. */
  fetchAuditLogs: (query?: AuditLogsQuery) => Promise<AuditLog[] | null>;
  fetchActivityLogs: (query?: ActivityQuery) => Promise<ActivityLog[] | null>;
  /** Who did what to a resource: `("patient", id)`. @throws AuthClientError */
  fetchResourceHistory: (resourceType: string, resourceId: string, query?: ResourceQuery) => Promise<ActivityLog[]>;
}

const NO_AUDIT: AuditLog[] = [];
const NO_ACTIVITY: ActivityLog[] = [];

/** Events of the audit trail and of what was done to the product's resources. Nothing is asked for until it is fetched. */
export function useAuditLogs(): AuditLogsTools {
  const client = useClients().audit;
  const { run: runAudit, ...audit } = useRequest<AuditLog[]>();
  const { run: runActivity, ...activity } = useRequest<ActivityLog[]>();
  const calls = useMemo(
    () => ({
      fetchAuditLogs: (query: AuditLogsQuery = {}) => runAudit((signal) => askAuditLogs(client, query, signal)),
      fetchActivityLogs: (query: ActivityQuery = {}) => runActivity((signal) => askActivityLogs(client, query, signal)),
      fetchResourceHistory: async (resourceType: string, resourceId: string, query?: ResourceQuery) =>
        (await client.getResourceHistory(resourceType, resourceId, query)).access_history,
    }),
    [client, runAudit, runActivity],
  );
  return {
    auditLogs: audit.data ?? NO_AUDIT,
    activityLogs: activity.data ?? NO_ACTIVITY,
    loading: audit.loading || activity.loading,
    error: audit.error ?? activity.error,
    failure: audit.failure ?? activity.failure,
    ...calls,
  };
}
