/** The audit trail as it is read: newest first, by keyset on (occurred_at, id). Writing is lib/audit's. */
import type { Scope } from "@/lib/access/policy";
import { prisma } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import { containsPattern, type Window } from "@/lib/pagination";
import type { AuditRow } from "./audit-wire";

const { sql, join, empty } = Prisma;

export interface AuditFilter {
  action?: string;
  actor_user_id?: string;
  actor?: string;
  target_user_id?: string;
  user_id?: string;
  success?: boolean;
  from?: Date;
  /** Exclusive. */
  to?: Date;
  q?: string;
}

/** Where the labels of people come from: a scope names its own members and nobody else's. */
const labelled = (scope: Scope) =>
  scope.kind === "platform"
    ? sql`true`
    : sql`EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = p.id AND m.organization_id = ${scope.organizationId}::uuid)`;

export const label = (scope: Scope, column: Prisma.Sql) => sql`(SELECT p.email FROM users p WHERE p.id = ${column} AND ${labelled(scope)})`;

export const COLUMNS = sql`e.id, e.occurred_at AS "occurredAt", e.action, e.actor_id AS "actorId", e.impersonator_id AS "impersonatorId",
  e.target_user_id AS "targetUserId", e.resource_type AS "resourceType", e.resource_id AS "resourceId", e.organization_id AS "organizationId",
  e.session_id AS "sessionId", e.request_id AS "requestId", e.success, e.error_code AS "errorCode", e.changes, e.metadata,
  e.phi_accessed AS "phiAccessed", d.ip_address AS "ipAddress", d.user_agent AS "userAgent", d.identifier`;

export const inScope = (scope: Scope) => (scope.kind === "platform" ? sql`true` : sql`e.organization_id = ${scope.organizationId}::uuid`);

/** `user.*`: the names between `user.` and the next character after the dot. */
const actionIs = (action: string) =>
  action.endsWith("*") ? sql`starts_with(e.action, ${action.slice(0, -1)}::text)` : sql`e.action = ${action}`;

function actorMatches(scope: Scope, text: string): Prisma.Sql {
  if (isId(text.toLowerCase())) return sql`e.actor_id = ${text.toLowerCase()}::uuid`;
  const pattern = containsPattern(text);
  return sql`e.actor_id IN (SELECT p.id FROM users p WHERE ${labelled(scope)} AND (lower(p.email) LIKE lower(${pattern}::text)
    OR lower(p.username) LIKE lower(${pattern}::text) OR lower(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')) LIKE lower(${pattern}::text)))`;
}

function conditions(scope: Scope, filter: AuditFilter): Prisma.Sql {
  const all = [inScope(scope)];
  if (filter.action) all.push(actionIs(filter.action));
  if (filter.actor_user_id) all.push(sql`e.actor_id = ${filter.actor_user_id}::uuid`);
  if (filter.actor) all.push(actorMatches(scope, filter.actor));
  if (filter.target_user_id) all.push(sql`e.target_user_id = ${filter.target_user_id}::uuid`);
  if (filter.user_id) all.push(concerns(filter.user_id));
  if (filter.success !== undefined) all.push(filter.success ? sql`e.success` : sql`NOT e.success`);
  if (filter.from) all.push(sql`e.occurred_at >= ${filter.from}::timestamptz`);
  if (filter.to) all.push(sql`e.occurred_at < ${filter.to}::timestamptz`);
  if (filter.q)
    all.push(sql`(e.request_id = ${filter.q} OR starts_with(e.action, ${filter.q}::text)
      OR e.id IN (SELECT event_id FROM audit_personal WHERE ip_address = ${filter.q}))`);
  return join(all, " AND ");
}

const concerns = (userId: string) => sql`(e.actor_id = ${userId}::uuid OR e.target_user_id = ${userId}::uuid)`;

const behind = (after: Window["after"]) => (after ? sql`AND (e.occurred_at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : empty);

/** One more than the window shows. */
export function listEvents(scope: Scope, filter: AuditFilter, { after, offset, limit }: Window): Promise<AuditRow[]> {
  return prisma.$queryRaw<AuditRow[]>`
    SELECT ${COLUMNS}, ${label(scope, sql`e.actor_id`)} AS "actorLabel", ${label(scope, sql`e.target_user_id`)} AS "targetLabel"
      FROM audit_events e LEFT JOIN audit_personal d ON d.event_id = e.id
     WHERE ${conditions(scope, filter)} ${behind(after)}
     ORDER BY e.occurred_at DESC, e.id DESC LIMIT ${limit + 1} OFFSET ${offset}`;
}

export async function countEvents(scope: Scope, filter: AuditFilter): Promise<number> {
  const [row] = await prisma.$queryRaw<{ counted: number }[]>`SELECT count(*)::int AS counted FROM audit_events e WHERE ${conditions(scope, filter)}`;
  return row?.counted ?? 0;
}

/**
 * What somebody did and what was done to them, in any organization: it is their own. Of others' acts the owner sees what
 * happened, not who did it from where.
 */
export function listOwnEvents(userId: string, action: string | undefined, { after, offset, limit }: Window): Promise<AuditRow[]> {
  return prisma.$queryRaw<AuditRow[]>`
    SELECT ${COLUMNS}, CASE WHEN e.actor_id = ${userId}::uuid THEN u.email END AS "actorLabel",
           CASE WHEN e.target_user_id = ${userId}::uuid THEN u.email END AS "targetLabel"
      FROM audit_events e JOIN users u ON u.id = ${userId}::uuid LEFT JOIN audit_personal d ON d.event_id = e.id
     WHERE ${concerns(userId)} ${action ? sql`AND ${actionIs(action)}` : empty} ${behind(after)}
     ORDER BY e.occurred_at DESC, e.id DESC LIMIT ${limit + 1} OFFSET ${offset}`;
}
