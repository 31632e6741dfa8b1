/** The audit trail as it is read: newest first, by keyset on (occurred_at, id). Writing is lib/audit's. */
import type { Scope } from "@/lib/access/policy";
import { prisma } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Window } from "@/lib/pagination";
import type { AuditRow } from "./audit-wire";
import { actionIs, concerns, conditions, inScope, label, type LogFilter } from "./log-filter";

const { sql, empty } = Prisma;

export const COLUMNS = sql`e.id, e.occurred_at AS "occurredAt", e.action, e.actor_id AS "actorId", e.impersonator_id AS "impersonatorId",
  e.target_user_id AS "targetUserId", e.resource_type AS "resourceType", e.resource_id AS "resourceId", e.organization_id AS "organizationId",
  e.session_id AS "sessionId", e.request_id AS "requestId", e.success, e.error_code AS "errorCode", e.changes, e.metadata,
  e.phi_accessed AS "phiAccessed", d.ip_address AS "ipAddress", d.user_agent AS "userAgent", d.identifier`;

const behind = (after: Window["after"]) => (after ? sql`AND (e.occurred_at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : empty);

/** One more than the window shows. */
export function listEvents(scope: Scope, filter: LogFilter, { after, offset, limit }: Window): Promise<AuditRow[]> {
  return prisma.$queryRaw<AuditRow[]>`
    SELECT ${COLUMNS}, ${label(scope, sql`e.actor_id`)} AS "actorLabel", ${label(scope, sql`e.target_user_id`)} AS "targetLabel"
      FROM audit_events e LEFT JOIN audit_personal d ON d.event_id = e.id
     WHERE ${conditions(scope, filter)} ${behind(after)}
     ORDER BY e.occurred_at DESC, e.id DESC LIMIT ${limit + 1} OFFSET ${offset}`;
}

async function countWhere(condition: Prisma.Sql, limit: number | null): Promise<number> {
  const [row] = await prisma.$queryRaw<{ counted: number }[]>`
    SELECT count(*)::int AS counted FROM (SELECT 1 FROM audit_events e WHERE ${condition} LIMIT ${limit}) found`;
  return row?.counted ?? 0;
}

/** @param limit - where to stop; null: count all */
export const countEvents = (scope: Scope, filter: LogFilter, limit: number | null): Promise<number> => countWhere(conditions(scope, filter), limit);

const own = (userId: string, action: string | undefined) => sql`${concerns(userId)} ${action ? sql`AND ${actionIs(action)}` : empty}`;

/**
 * What somebody did and what was done to them, in any organization: it is their own. Of others' acts the owner sees what
 * happened, not who did it from where.
 */
export function listOwnEvents(userId: string, action: string | undefined, { after, offset, limit }: Window): Promise<AuditRow[]> {
  return prisma.$queryRaw<AuditRow[]>`
    SELECT ${COLUMNS}, CASE WHEN e.actor_id = ${userId}::uuid THEN u.email END AS "actorLabel",
           CASE WHEN e.target_user_id = ${userId}::uuid THEN u.email END AS "targetLabel"
      FROM audit_events e JOIN users u ON u.id = ${userId}::uuid LEFT JOIN audit_personal d ON d.event_id = e.id
     WHERE ${own(userId, action)} ${behind(after)}
     ORDER BY e.occurred_at DESC, e.id DESC LIMIT ${limit + 1} OFFSET ${offset}`;
}

export const countOwnEvents = (userId: string, action: string | undefined, limit: number | null): Promise<number> => countWhere(own(userId, action), limit);

/** A resource as the trail knows it: whose it is, as the latest event about it says that names somebody. Null: nothing was done to it. */
export async function findResource(scope: Scope, { type, id }: { type: string; id: string }): Promise<{ ownerId: string | null } | null> {
  const about = sql`e.resource_type = ${type} AND e.resource_id = ${id} AND e.stream = 'activity' AND ${inScope(scope)}`;
  const [row] = await prisma.$queryRaw<{ ownerId: string | null }[]>`
    SELECT (SELECT e.target_user_id FROM audit_events e WHERE ${about} AND e.target_user_id IS NOT NULL ORDER BY e.occurred_at DESC, e.id DESC LIMIT 1) AS "ownerId"
     WHERE EXISTS (SELECT 1 FROM audit_events e WHERE ${about})`;
  return row ?? null;
}
