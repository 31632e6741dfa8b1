/** How people have grown in number, what they hold and who came last, as far as a scope reaches. */
import type { Scope } from "@/lib/access/policy";
import { prisma } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { type Analytics, GROWTH_DAYS } from "./analytics-schema";
import { assignmentSeenBy, IS_BANNED, IS_SHUT, ownedBy, visibleTo } from "./user-sql";

const { sql } = Prisma;

const RECENT_MAX = 10;

const present = (scope: Scope) => sql`u.deleted_at IS NULL AND ${visibleTo(scope)}`;

const figures = (scope: Scope) => sql`
  SELECT count(*)::int AS total_users, count(*) FILTER (WHERE NOT ${IS_SHUT} AND NOT ${IS_BANNED})::int AS active_users,
         count(*) FILTER (WHERE ${IS_SHUT} OR ${IS_BANNED})::int AS inactive_users,
         count(*) FILTER (WHERE u.email_verified_at IS NOT NULL)::int AS verified_users,
         count(*) FILTER (WHERE u.created_at > app_now() - make_interval(days => 30))::int AS recent_registrations
    FROM users u WHERE ${present(scope)}`;

const holders = (scope: Scope) => sql`
  SELECT ro.name, ro.created_at, ro.id, count(DISTINCT u.id)::int AS held
    FROM roles ro
    LEFT JOIN role_assignments ra ON ra.role_id = ro.id AND ${assignmentSeenBy(scope)}
    LEFT JOIN users u ON u.id = ra.user_id AND ${present(scope)}
   GROUP BY ro.id`;

const logins = (scope: Scope) => sql`
  SELECT u.id AS user_id, u.email AS "user", s.ip_address, to_char(s.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS timestamp
    FROM sessions s JOIN users u ON u.id = s.user_id
   WHERE ${ownedBy(scope, sql`s.organization_id`)} AND ${present(scope)} ORDER BY s.created_at DESC, s.id DESC LIMIT ${RECENT_MAX}`;

/** In one statement, so that the parts agree with each other. */
export async function countPeopleBy(scope: Scope): Promise<Omit<Analytics, "user_growth">> {
  const [row] = await prisma.$queryRaw<Omit<Analytics, "user_growth">[]>`
    SELECT f.*,
           (SELECT coalesce(json_object_agg(h.name, h.held ORDER BY h.created_at, h.id), '{}'::json) FROM (${holders(scope)}) h) AS users_by_role,
           (SELECT coalesce(json_agg(l ORDER BY l.timestamp DESC), '[]'::json) FROM (${logins(scope)}) l) AS recent_logins
      FROM (${figures(scope)}) f`;
  if (!row) throw new Error("a row of counts is always there");
  return row;
}

/** Every day has its row, also one without a registration. Whoever came before the first day counts towards all of them. */
export function countGrowth(scope: Scope): Promise<Analytics["user_growth"]> {
  return prisma.$queryRaw<Analytics["user_growth"]>`
    WITH span AS (SELECT day - make_interval(days => ${GROWTH_DAYS}::int) AS past, day AS today FROM date_trunc('day', app_now() AT TIME ZONE 'UTC') AS day),
    made AS (
      SELECT greatest(date_trunc('day', u.created_at AT TIME ZONE 'UTC'), span.past) AS day, count(*)::int AS people
        FROM users u, span WHERE ${present(scope)} GROUP BY 1),
    days AS (
      SELECT d.day, d.day > span.past AS is_shown, coalesce(m.people, 0) AS people, (sum(coalesce(m.people, 0)) OVER (ORDER BY d.day))::int AS total
        FROM span, generate_series(span.past, span.today, interval '1 day') AS d(day) LEFT JOIN made m ON m.day = d.day)
    SELECT to_char(day, 'YYYY-MM-DD') AS date, people AS new_users, total AS total_users FROM days WHERE is_shown ORDER BY day`;
}
