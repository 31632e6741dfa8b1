/** Counts for the administration's front page, as far as a scope reaches. */
import type { z } from "zod";
import type { Scope } from "@/lib/access/policy";
import { prisma } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { type adminStats, STATS_DAYS } from "./stats-schema";
import { liveIn, ownedBy, statusIs, visibleTo } from "./user-sql";

const { sql } = Prisma;

type Stats = z.infer<typeof adminStats>;

const RECENT_MAX = 8;

const since = (days: number) => sql`u.created_at > app_now() - make_interval(days => ${days}::int)`;

/** Deleted accounts are no longer anybody. */
const people = (scope: Scope) => sql`
  SELECT count(*)::int AS total, count(*) FILTER (WHERE ${statusIs.active})::int AS active, count(*) FILTER (WHERE ${statusIs.banned})::int AS banned,
         count(*) FILTER (WHERE ${statusIs.inactive})::int AS inactive, count(*) FILTER (WHERE ${statusIs.unverified})::int AS unverified,
         count(*) FILTER (WHERE ${since(7)})::int AS new_7_days, count(*) FILTER (WHERE ${since(14)})::int AS new_14_days,
         count(*) FILTER (WHERE ${since(30)})::int AS new_30_days
    FROM users u WHERE u.deleted_at IS NULL AND ${visibleTo(scope)}`;

const recent = (scope: Scope) => sql`
  SELECT s.id AS session_id, u.id AS user_id, u.email, nullif(concat_ws(' ', u.first_name, u.last_name), '') AS full_name, s.device_name,
         s.ip_address, s.city, s.country, to_char(s.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
    FROM sessions s JOIN users u ON u.id = s.user_id
   WHERE ${ownedBy(scope, sql`s.organization_id`)} ORDER BY s.created_at DESC, s.id DESC LIMIT ${RECENT_MAX}`;

export async function countEverything(scope: Scope): Promise<Omit<Stats, "sign_in_days">> {
  const [row] = await prisma.$queryRaw<Omit<Stats, "sign_in_days">[]>`
    SELECT (SELECT to_json(p) FROM (${people(scope)}) p) AS users,
           (SELECT count(*)::int FROM sessions s WHERE ${liveIn(scope)}) AS live_sessions,
           (SELECT count(*)::int FROM roles) AS roles, (SELECT count(*)::int FROM permissions) AS permissions,
           (SELECT coalesce(json_agg(r), '[]'::json) FROM (${recent(scope)}) r) AS recent_sign_ins`;
  if (!row) throw new Error("a row of counts is always there");
  return row;
}

/** Every day has its row, also one without a sign-in. */
export function countSignIns(scope: Scope): Promise<Stats["sign_in_days"]> {
  return prisma.$queryRaw<Stats["sign_in_days"]>`
    WITH today AS (SELECT date_trunc('day', app_now() AT TIME ZONE 'UTC') AS day),
    counted AS (
      SELECT date_trunc('day', e.occurred_at AT TIME ZONE 'UTC') AS day,
             count(*) FILTER (WHERE e.action = 'user.login')::int AS signed_in, count(*) FILTER (WHERE e.action = 'user.login_failed')::int AS failed
        FROM audit_events e, today
       WHERE e.action IN ('user.login', 'user.login_failed')
         AND e.occurred_at >= (today.day - make_interval(days => ${STATS_DAYS - 1}::int)) AT TIME ZONE 'UTC' AND ${ownedBy(scope, sql`e.organization_id`)}
       GROUP BY 1)
    SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(c.signed_in, 0) AS signed_in, coalesce(c.failed, 0) AS failed
      FROM today, generate_series(today.day - make_interval(days => ${STATS_DAYS - 1}::int), today.day, interval '1 day') AS d(day)
      LEFT JOIN counted c ON c.day = d.day ORDER BY d.day`;
}
