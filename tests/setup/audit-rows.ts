import { oneRow, sql } from "./sql";

export interface AuditRow {
  id: string;
  occurred_at: Date;
  stream: string;
  action: string;
  actor_id: string | null;
  impersonator_id: string | null;
  target_user_id: string | null;
  resource_type: string | null;
  resource_id: string | null;
  organization_id: string | null;
  session_id: string | null;
  request_id: string;
  success: boolean;
  error_code: string | null;
  changes: Record<string, { from: unknown; to: unknown }> | null;
  metadata: Record<string, unknown> | null;
  phi_accessed: boolean;
  ip_address: string | null;
  user_agent: string | null;
  identifier: string | null;
}

declare const mark: unique symbol;
export type AuditMark = string & { [mark]: true };

/** A point in the trail, by what is committed now: no clock, real or moved, can blur it. */
export const auditMark = async (): Promise<AuditMark> =>
  (await oneRow<{ snapshot: AuditMark }>("SELECT pg_current_snapshot()::text AS snapshot")).snapshot;

/** The rows committed since, in the order of their making, each with its side row's columns. */
export const auditRowsSince = (since: AuditMark): Promise<AuditRow[]> =>
  sql<AuditRow & Record<string, unknown>>(
    `SELECT e.id, e.occurred_at, e.stream, e.action, e.actor_id, e.impersonator_id, e.target_user_id, e.resource_type, e.resource_id,
            e.organization_id, e.session_id, e.request_id, e.success, e.error_code, e.changes, e.metadata, e.phi_accessed,
            p.ip_address, p.user_agent, p.identifier
       FROM audit_events e LEFT JOIN audit_personal p ON p.event_id = e.id
      WHERE NOT pg_visible_in_snapshot(e.xmin::text::xid8, $1::pg_snapshot)
      ORDER BY e.xmin::text::bigint, e.id`,
    [since],
  );

/** What `work` wrote into the trail. */
export async function auditRowsOf(work: () => Promise<unknown>): Promise<AuditRow[]> {
  const since = await auditMark();
  await work();
  return auditRowsSince(since);
}
