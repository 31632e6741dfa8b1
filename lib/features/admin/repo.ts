/** People as administration reads them. Every query takes the scope of the permission that opens it. */
import type { Scope } from "@/lib/access/policy";
import { prisma, type Tx } from "@/lib/db";
import { accountCounter } from "@/lib/features/auth/login-budget";
import { Prisma } from "@/lib/generated/prisma/client";
import type { SortKey, Window } from "@/lib/pagination";
import { isEverybody, peopleWhere } from "./people-filter";
import { behind, type ListedRow, orderSql, sortKeySql } from "./people-order";
import type { PeopleFilter, PeopleOrder } from "./people-schema";
import { assignmentSeenBy, heldRoles, liveIn, SUMMARY_COLUMNS, visibleTo } from "./user-sql";
import type { DetailRow } from "./user-wire";

const { sql, empty } = Prisma;

/** A person's row once per role: half the work, for PostgreSQL, of one JSON array per person. */
interface RowOfRole extends Omit<ListedRow, "roles"> {
  position: number;
  roleId: string | null;
  roleName: string;
  roleDisplayName: string;
  roleOrganizationId: string | null;
}

/** One more than the window shows. */
export async function listPeople(scope: Scope, query: PeopleFilter & PeopleOrder, { after, offset, limit }: Window<SortKey>): Promise<ListedRow[]> {
  const order = orderSql(query);
  const rows = await prisma.$queryRaw<RowOfRole[]>`
    SELECT p.*, ro.id AS "roleId", ro.name AS "roleName", ro.display_name AS "roleDisplayName", ra.organization_id AS "roleOrganizationId"
      FROM (SELECT ${SUMMARY_COLUMNS}, ${sortKeySql(query)} AS "sortKey", row_number() OVER (ORDER BY ${order})::int AS position
              FROM users u WHERE ${peopleWhere(scope, query)} ${after ? behind(query, after) : empty}
             ORDER BY ${order} LIMIT ${limit + 1} OFFSET ${offset}) p
      LEFT JOIN (role_assignments ra JOIN roles ro ON ro.id = ra.role_id) ON ra.user_id = p.id AND ${assignmentSeenBy(scope)}
     ORDER BY p.position, ra.created_at, ra.id`;
  return gatherRoles(rows);
}

function gatherRoles(rows: RowOfRole[]): ListedRow[] {
  const people = new Map<string, ListedRow>();
  for (const { position: _position, roleId, roleName, roleDisplayName, roleOrganizationId, ...row } of rows) {
    const person = people.get(row.id) ?? { ...row, roles: [] };
    people.set(row.id, person);
    if (roleId) person.roles.push({ id: roleId, name: roleName, display_name: roleDisplayName, organization_id: roleOrganizationId });
  }
  return [...people.values()];
}

export interface RoleOption {
  id: string;
  name: string;
  display_name: string;
}

/** The roles that the list may be filtered by. */
const ROLE_OPTIONS = sql`(SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'display_name', display_name) ORDER BY created_at, id), '[]'::json) FROM roles)`;

/** What is to be known of a list beside its rows. */
export interface CountWanted {
  /** How far to count; null: to the end. */
  limit: number | null;
  /** What a cursor says was counted; null: count. */
  counted: number | null;
  withRoles: boolean;
}

/** How many there are, up to a limit, and (where asked) the roles that the list may be filtered by. */
export async function countPeople(scope: Scope, filter: PeopleFilter, { limit, counted, withRoles }: CountWanted): Promise<{ counted: number; roles: RoleOption[] }> {
  if (counted !== null && !withRoles) return { counted, roles: [] };
  const [row] = await prisma.$queryRaw<{ counted: number; roles: RoleOption[] }[]>`
    SELECT ${counted === null ? countOf(scope, filter, limit) : sql`0`} AS counted, ${withRoles ? ROLE_OPTIONS : sql`'[]'::json`} AS roles`;
  return { counted: counted ?? row?.counted ?? 0, roles: row?.roles ?? [] };
}

function countOf(scope: Scope, filter: PeopleFilter, limit: number | null): Prisma.Sql {
  const counted = sql`(SELECT count(*)::int FROM (SELECT 1 FROM users u WHERE ${peopleWhere(scope, filter)} ${limit === null ? empty : sql`LIMIT ${limit}`}) found)`;
  return limit !== null && isEverybody(scope, filter) ? sql`CASE WHEN ${KNOWN_TO_THE_PLANNER} > ${limit * 2}::int THEN ${limit}::int ELSE ${counted} END` : counted;
}

/**
 * How many accounts are present, as of the last ANALYZE or autovacuum; -1 before the first. Where that is twice what a list
 * counts to, the count would only find its own limit, for 2 ms of PostgreSQL's time.
 */
const KNOWN_TO_THE_PLANNER = sql`(SELECT reltuples FROM pg_class WHERE oid = to_regclass('users_present_idx'))`;

const LOCKED_UNTIL = sql`(SELECT l.expires_at FROM rate_limits l
  WHERE l.key = ${accountCounter("", null).key} || u.id AND l.points >= ${accountCounter("", null).points} AND l.expires_at > app_now())`;

/** One person with how many of their sessions are open, as far as the viewer may know of those. */
export async function findPerson(scope: Scope, id: string, tx: Tx = prisma): Promise<(DetailRow & { openSessions: number }) | null> {
  const [row] = await tx.$queryRaw<(DetailRow & { openSessions: number })[]>`
    SELECT ${SUMMARY_COLUMNS}, ${heldRoles(scope)} AS roles, u.phone_number AS "phoneNumber", u.custom_fields AS "customFields", u.must_change_password AS "mustChangePassword",
           u.password_hash IS NOT NULL AS "hasPassword", ${LOCKED_UNTIL} AS "lockedUntil",
           u.mfa_enabled AS "mfaEnabled", u.banned_at AS "bannedAt", u.ban_expires_at AS "banExpiresAt", u.ban_reason AS "banReason",
           u.deleted_at AS "deletedAt", u.updated_at AS "updatedAt",
           (SELECT count(*)::int FROM sessions s WHERE s.user_id = u.id AND ${liveIn(scope)}) AS "openSessions"
      FROM users u WHERE u.id = ${id}::uuid AND ${visibleTo(scope)}`;
  return row ?? null;
}
