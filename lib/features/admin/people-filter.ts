/** The list's filters as SQL. Each takes the scope, so that none tells of another organization. */
import type { Scope } from "@/lib/access/policy";
import { Prisma } from "@/lib/generated/prisma/client";
import { containsPattern } from "@/lib/pagination";
import { LAST_LOGIN_KEY } from "./people-order";
import type { PeopleFilter } from "./people-schema";
import { assignmentSeenBy, IS_BANNED, IS_SHUT, statusIs, visibleTo } from "./user-sql";

const { sql, join } = Prisma;

/** The deleted are shown to those who ask for inactive accounts or for them, and to nobody else. */
const asksForDeleted = ({ status, is_active, is_deleted }: PeopleFilter) => is_deleted ?? (status === "inactive" || is_active === false);

/** The condition on `users u`. */
export const peopleWhere = (scope: Scope, filter: PeopleFilter): Prisma.Sql =>
  join([visibleTo(scope), ...(asksForDeleted(filter) ? [] : [sql`u.deleted_at IS NULL`]), ...wishes(scope, filter)], " AND ");

/** Whether a list holds everybody who is present. */
export const isEverybody = (scope: Scope, filter: PeopleFilter): boolean => scope.kind === "platform" && wishes(scope, filter).length === 0;

/** What a filter asks for, wish by wish. */
function wishes(scope: Scope, filter: PeopleFilter): Prisma.Sql[] {
  return [...wishesOfText(scope, filter), ...wishesOfState(filter), ...wishesOfTime(filter)];
}

function wishesOfText(scope: Scope, { q, role_id: roleId, role, provider, organization_id: organizationId }: PeopleFilter): Prisma.Sql[] {
  const all: Prisma.Sql[] = [];
  if (q) all.push(matches(containsPattern(q)));
  if (roleId) all.push(holdsRole(scope, sql`ra.role_id = ${roleId}::uuid`));
  if (role) all.push(holdsRole(scope, sql`ra.role_id = (SELECT id FROM roles WHERE name = ${role})`));
  if (provider) all.push(sql`(u.provider = ${provider} OR EXISTS (SELECT 1 FROM accounts a WHERE a.user_id = u.id AND a.provider = ${provider}))`);
  if (organizationId) all.push(belongsTo(scope, organizationId));
  return all;
}

function wishesOfState({ status, is_active, is_verified, is_banned, is_deleted, mfa_enabled }: PeopleFilter): Prisma.Sql[] {
  const all: Prisma.Sql[] = [];
  if (status) all.push(statusIs[status]);
  if (is_active !== undefined) all.push(is_active ? sql`NOT ${IS_SHUT} AND NOT ${IS_BANNED}` : sql`(${IS_SHUT} OR ${IS_BANNED})`);
  if (is_verified !== undefined) all.push(is_verified ? sql`u.email_verified_at IS NOT NULL` : sql`u.email_verified_at IS NULL`);
  if (is_banned !== undefined) all.push(is_banned ? IS_BANNED : sql`NOT ${IS_BANNED}`);
  if (is_deleted) all.push(sql`u.deleted_at IS NOT NULL`);
  if (mfa_enabled !== undefined) all.push(sql`u.mfa_enabled = ${mfa_enabled}`);
  return all;
}

function wishesOfTime(filter: PeopleFilter): Prisma.Sql[] {
  const all: Prisma.Sql[] = [];
  if (filter.created_from) all.push(sql`u.created_at >= ${filter.created_from}::timestamptz`);
  if (filter.created_to) all.push(sql`u.created_at < ${filter.created_to}::timestamptz`);
  if (filter.last_login_from) all.push(sql`${LAST_LOGIN_KEY} >= ${filter.last_login_from}::timestamptz`);
  if (filter.last_login_to) all.push(sql`${LAST_LOGIN_KEY} < ${filter.last_login_to}::timestamptz AND u.last_login_at IS NOT NULL`);
  return all;
}

/** Written as the trigram indexes are. */
const matches = (pattern: string) => sql`(lower(u.email) LIKE lower(${pattern}::text) OR lower(u.username) LIKE lower(${pattern}::text)
  OR lower(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, '')) LIKE lower(${pattern}::text))`;

const holdsRole = (scope: Scope, which: Prisma.Sql) =>
  sql`EXISTS (SELECT 1 FROM role_assignments ra WHERE ra.user_id = u.id AND ${which} AND ${assignmentSeenBy(scope)})`;

/** Whoever administers one organization learns of no other who its members are. */
const belongsTo = (scope: Scope, organizationId: string) =>
  scope.kind === "platform" ? visibleTo({ kind: "organization", organizationId }) : sql`${organizationId}::uuid = ${scope.organizationId}::uuid`;
