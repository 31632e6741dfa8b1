/** People as administration reads them. Every query takes the scope of the permission that opens it. */
import type { Scope } from "@/lib/access/policy";
import type { Grant } from "@/lib/access/reach";
import { prisma, type Tx } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { containsPattern, type Window } from "@/lib/pagination";
import type { WireUserStatus } from "./schema";
import { assignmentSeenBy, heldRoles, IS_BANNED, IS_SHUT, liveIn, statusIs, SUMMARY_COLUMNS, visibleTo } from "./user-sql";
import type { DetailRow, SummaryRow } from "./user-wire";

const { sql, join, empty } = Prisma;

export interface PeopleFilter {
  q?: string;
  role_id?: string;
  role?: string;
  is_active?: boolean;
  status?: WireUserStatus;
}

/** The deleted are shown to those who ask for inactive accounts, and to nobody else. */
function conditions(scope: Scope, filter: PeopleFilter): Prisma.Sql {
  const asksForInactive = filter.status === "inactive" || filter.is_active === false;
  const all = [visibleTo(scope), ...(asksForInactive ? [] : [sql`u.deleted_at IS NULL`])];
  if (filter.status) all.push(statusIs[filter.status]);
  if (filter.is_active === true) all.push(sql`NOT ${IS_SHUT} AND NOT ${IS_BANNED}`);
  if (filter.is_active === false) all.push(sql`(${IS_SHUT} OR ${IS_BANNED})`);
  if (filter.q) all.push(matches(containsPattern(filter.q)));
  if (filter.role_id) all.push(holdsRole(scope, sql`ra.role_id = ${filter.role_id}::uuid`));
  if (filter.role) all.push(holdsRole(scope, sql`ra.role_id = (SELECT id FROM roles WHERE name = ${filter.role})`));
  return join(all, " AND ");
}

/** Written as the trigram indexes are. */
const matches = (pattern: string) => sql`(lower(u.email) LIKE lower(${pattern}::text) OR lower(u.username) LIKE lower(${pattern}::text)
  OR lower(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, '')) LIKE lower(${pattern}::text))`;

const holdsRole = (scope: Scope, which: Prisma.Sql) =>
  sql`EXISTS (SELECT 1 FROM role_assignments ra WHERE ra.user_id = u.id AND ${which} AND ${assignmentSeenBy(scope)})`;

/** Newest first; one more than the window shows. */
export function listPeople(scope: Scope, filter: PeopleFilter, { after, offset, limit }: Window): Promise<SummaryRow[]> {
  const behind = after ? sql`AND (u.created_at, u.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : empty;
  return prisma.$queryRaw<SummaryRow[]>`
    SELECT ${SUMMARY_COLUMNS}, ${heldRoles(scope)} AS roles
      FROM users u WHERE ${conditions(scope, filter)} ${behind}
     ORDER BY u.created_at DESC, u.id DESC LIMIT ${limit + 1} OFFSET ${offset}`;
}

export interface RoleOption {
  id: string;
  name: string;
  display_name: string;
}

/** How many there are, up to a limit, and (where asked) the roles that the list may be filtered by. */
export async function countPeople(scope: Scope, filter: PeopleFilter, limit: number | null, withRoles: boolean): Promise<{ counted: number; roles: RoleOption[] }> {
  const roles = withRoles
    ? sql`(SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'display_name', display_name) ORDER BY created_at, id), '[]'::json) FROM roles)`
    : sql`'[]'::json`;
  const [row] = await prisma.$queryRaw<{ counted: number; roles: RoleOption[] }[]>`
    SELECT count(*)::int AS counted, ${roles} AS roles
      FROM (SELECT 1 FROM users u WHERE ${conditions(scope, filter)} ${limit === null ? empty : sql`LIMIT ${limit}`}) found`;
  return row ?? { counted: 0, roles: [] };
}

/** One person with how many of their sessions are open, as far as the viewer may know of those. */
export async function findPerson(scope: Scope, id: string, tx: Tx = prisma): Promise<(DetailRow & { openSessions: number }) | null> {
  const [row] = await tx.$queryRaw<(DetailRow & { openSessions: number })[]>`
    SELECT ${SUMMARY_COLUMNS}, ${heldRoles(scope)} AS roles, u.phone_number AS "phoneNumber", u.must_change_password AS "mustChangePassword",
           u.mfa_enabled AS "mfaEnabled", u.banned_at AS "bannedAt", u.ban_expires_at AS "banExpiresAt", u.ban_reason AS "banReason",
           u.deleted_at AS "deletedAt", u.updated_at AS "updatedAt",
           (SELECT count(*)::int FROM sessions s WHERE s.user_id = u.id AND ${liveIn(scope)}) AS "openSessions"
      FROM users u WHERE u.id = ${id}::uuid AND ${visibleTo(scope)}`;
  return row ?? null;
}

/** Somebody to be acted upon. */
export interface Target {
  id: string;
  email: string;
  isDeleted: boolean;
  /** Where they are a member, oldest first. */
  organizationIds: string[];
}

export async function findTarget(scope: Scope, id: string): Promise<Target | null> {
  const [row] = await prisma.$queryRaw<Target[]>`
    SELECT u.id, u.email, u.deleted_at IS NOT NULL AS "isDeleted",
           ARRAY(SELECT o.organization_id::text FROM memberships o WHERE o.user_id = u.id ORDER BY o.created_at, o.organization_id) AS "organizationIds"
      FROM users u WHERE u.id = ${id}::uuid AND ${visibleTo(scope)}`;
  return row ?? null;
}

/** Everything somebody holds anywhere. Unscoped: it decides who may act on them, and is never shown. */
export const unsafeListGrants = (tx: Tx, userId: string): Promise<Grant[]> => tx.$queryRaw<Grant[]>`
  SELECT rp.permission, ra.organization_id AS "organizationId"
    FROM role_assignments ra JOIN role_permissions rp ON rp.role_id = ra.role_id
   WHERE ra.user_id = ${userId}::uuid AND (ra.expires_at IS NULL OR ra.expires_at > app_now())`;
