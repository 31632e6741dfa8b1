/** The reports' figures, each by one statement and as far as a scope reaches. */
import type { z } from "zod";
import type { Scope } from "@/lib/access/policy";
import { prisma } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { IS_BANNED_SQL, IS_OPEN_SQL } from "@/lib/session/live-session";
import { type PhiReport, RESOURCES_SHOWN, type securitySummary, USERS_SHOWN } from "./compliance-schema";
import { conditions, label, type LogFilter } from "./log-filter";

const { sql, raw } = Prisma;

type Summary = z.infer<typeof securitySummary>;
export type SecurityFigures = Summary["metrics"] & Pick<Summary, "top_failed_ips">;

const IPS_SHOWN = 10;

/** Each by an index of its own: of the actions, of what is protected, of open sessions. */
const events = (scope: Scope, period: { from: Date; to: Date }) => sql`
  SELECT count(*) FILTER (WHERE e.action IN ('user.login', 'user.oauth_login') AND e.success)::int AS total_logins,
         count(*) FILTER (WHERE e.action = 'user.login_failed')::int AS failed_logins,
         count(*) FILTER (WHERE e.action IN ('user.signup', 'user.oauth_signup') AND e.success)::int AS signups,
         count(*) FILTER (WHERE e.action = 'user.password_change' AND e.success)::int AS password_changes
    FROM audit_events e
   WHERE e.action IN ('user.login', 'user.oauth_login', 'user.login_failed', 'user.signup', 'user.oauth_signup', 'user.password_change')
     AND ${conditions(scope, period)}`;

const failedIps = (scope: Scope, period: { from: Date; to: Date }) => sql`
  SELECT d.ip_address, count(*)::int AS failed_attempts
    FROM audit_events e JOIN audit_personal d ON d.event_id = e.id
   WHERE e.action = 'user.login_failed' AND d.ip_address IS NOT NULL AND ${conditions(scope, period)}
   GROUP BY d.ip_address ORDER BY count(*) DESC, d.ip_address LIMIT ${IPS_SHOWN}`;

const ownSessions = (scope: Scope) => (scope.kind === "platform" ? sql`true` : sql`s.organization_id = ${scope.organizationId}::uuid`);
const ownPeople = (scope: Scope) =>
  scope.kind === "platform" ? sql`true` : sql`EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.organization_id = ${scope.organizationId}::uuid)`;

export async function countSecurity(scope: Scope, period: { from: Date; to: Date }): Promise<SecurityFigures> {
  const [row] = await prisma.$queryRaw<SecurityFigures[]>`
    SELECT counted.*,
           (SELECT count(*)::int FROM sessions s WHERE ${raw(IS_OPEN_SQL("s"))} AND ${ownSessions(scope)}) AS active_sessions,
           (SELECT count(*)::int FROM audit_events e WHERE ${conditions(scope, { ...period, phi_accessed: true })}) AS phi_accesses,
           (SELECT count(*)::int FROM users u WHERE ${raw(IS_BANNED_SQL("u"))} AND u.deleted_at IS NULL AND ${ownPeople(scope)}) AS banned_users,
           (SELECT coalesce(json_agg(f), '[]'::json) FROM (${failedIps(scope, period)}) f) AS top_failed_ips
      FROM (${events(scope, period)}) counted`;
  if (!row) throw new Error("a row of counts is always there");
  return row;
}

type PhiFigures = Omit<PhiReport, "period">;

const phiUsers = (scope: Scope) => sql`
  SELECT e.actor_id AS user_id, ${label(scope, sql`e.actor_id`)} AS email, e.access_count, e.resource_count, e.resources_accessed
    FROM (SELECT actor_id, count(*)::int AS access_count, count(DISTINCT resource)::int AS resource_count,
                 (array_agg(DISTINCT resource))[1:${RESOURCES_SHOWN}::int] AS resources_accessed
            FROM accesses GROUP BY actor_id ORDER BY count(*) DESC, actor_id LIMIT ${USERS_SHOWN}) e
   ORDER BY e.access_count DESC, e.actor_id`;

/** Who saw what that is protected (HIPAA 164.312(b), 164.528). */
export async function countPhi(scope: Scope, filter: LogFilter & { from: Date; to: Date }): Promise<PhiFigures> {
  const [row] = await prisma.$queryRaw<PhiFigures[]>`
    WITH accesses AS (
      SELECT e.actor_id, coalesce(e.resource_type, 'unnamed') AS resource_type, concat(coalesce(e.resource_type, 'unnamed'), ':', coalesce(e.resource_id, '*')) AS resource
        FROM audit_events e WHERE ${conditions(scope, { ...filter, phi_accessed: true })})
    SELECT (SELECT count(*)::int FROM accesses) AS total_phi_accesses, (SELECT count(DISTINCT coalesce(actor_id::text, ''))::int FROM accesses) AS total_users,
           (SELECT coalesce(json_agg(u), '[]'::json) FROM (${phiUsers(scope)}) u) AS by_user,
           (SELECT coalesce(json_object_agg(t.resource_type, t.times), '{}'::json)
              FROM (SELECT resource_type, count(*)::int AS times FROM accesses GROUP BY 1 ORDER BY 1) t) AS by_resource_type`;
  if (!row) throw new Error("a row of counts is always there");
  return row;
}
