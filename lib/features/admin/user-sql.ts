/** The pieces of SQL that every query about people shares: who is visible, how an account stands, what it holds. */
import type { Scope } from "@/lib/access/policy";
import { Prisma } from "@/lib/generated/prisma/client";
import { IS_BANNED_SQL, IS_OPEN_SQL } from "@/lib/session/live-session";

const { sql, raw, empty } = Prisma;

/** People are visible through a shared membership; to a platform role all are. */
export const visibleTo = (scope: Scope): Prisma.Sql =>
  scope.kind === "platform"
    ? sql`true`
    : sql`EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.organization_id = ${scope.organizationId}::uuid)`;

/** Tenant-owned rows (sessions, audit events) of a scope. */
export const ownedBy = (scope: Scope, column: Prisma.Sql): Prisma.Sql =>
  scope.kind === "platform" ? sql`true` : sql`${column} = ${scope.organizationId}::uuid`;

/** Sessions that work, of `sessions s` and as far as the scope reaches. */
export const liveIn = (scope: Scope): Prisma.Sql => sql`${raw(IS_OPEN_SQL("s"))} AND ${ownedBy(scope, sql`s.organization_id`)}`;

export const IS_BANNED = raw(IS_BANNED_SQL("u"));
export const IS_SHUT = sql`(NOT u.is_active OR u.deleted_at IS NOT NULL)`;

/** One word per account; a deleted one is inactive, and a ban weighs more than an address that nobody proved. */
const STATUS = sql`CASE
  WHEN ${IS_SHUT} THEN 'inactive' WHEN ${IS_BANNED} THEN 'banned' WHEN u.email_verified_at IS NULL THEN 'unverified'
  ELSE 'active' END`;

export const statusIs = {
  active: sql`NOT ${IS_SHUT} AND NOT ${IS_BANNED} AND u.email_verified_at IS NOT NULL`,
  banned: sql`NOT ${IS_SHUT} AND ${IS_BANNED}`,
  inactive: IS_SHUT,
  unverified: sql`NOT ${IS_SHUT} AND NOT ${IS_BANNED} AND u.email_verified_at IS NULL`,
};

/** Assignments that count now, as far as the viewer may know of them. */
export const assignmentSeenBy = (scope: Scope): Prisma.Sql => sql`(ra.expires_at IS NULL OR ra.expires_at > app_now())
  ${scope.kind === "platform" ? empty : sql`AND (ra.organization_id IS NULL OR ra.organization_id = ${scope.organizationId}::uuid)`}`;

/** Oldest first; the first is the primary role. For one person; a list joins them (`listPeople`), which costs half. */
export const heldRoles = (scope: Scope): Prisma.Sql => sql`
  (SELECT coalesce(json_agg(json_build_object('id', ro.id, 'name', ro.name, 'display_name', ro.display_name,
            'organization_id', ra.organization_id) ORDER BY ra.created_at, ra.id), '[]'::json)
     FROM role_assignments ra JOIN roles ro ON ro.id = ra.role_id
    WHERE ra.user_id = u.id AND ${assignmentSeenBy(scope)})`;

export const SUMMARY_COLUMNS = sql`u.id, u.email, u.username, u.first_name AS "firstName", u.last_name AS "lastName",
  ${STATUS} AS status, u.email_verified_at AS "emailVerifiedAt", u.provider, u.avatar_id AS "avatarId",
  u.last_login_at AS "lastLoginAt", u.created_at AS "createdAt"`;
