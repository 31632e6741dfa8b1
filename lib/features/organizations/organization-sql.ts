/** The pieces of SQL that every query about organizations shares. */
import type { Scope } from "@/lib/access/policy";
import { Prisma } from "@/lib/generated/prisma/client";

const { sql } = Prisma;

/** The organization that accounts begin in; made by the bootstrap, never renamed in its slug, never deleted. */
export const DEFAULT_SLUG = "default";

export const IS_PRESENT = sql`o.deleted_at IS NULL`;

/** Those of a scope: the active one, or to a permission that is held on the platform all. */
export const inReach = (scope: Scope): Prisma.Sql => (scope.kind === "platform" ? sql`true` : sql`o.id = ${scope.organizationId}::uuid`);

export const isMember = (userId: string): Prisma.Sql =>
  sql`EXISTS (SELECT 1 FROM memberships m WHERE m.organization_id = o.id AND m.user_id = ${userId}::uuid)`;

/** What somebody holds in an organization, oldest first; nothing where they are no member. */
export const rolesIn = (organizationId: Prisma.Sql, userId: Prisma.Sql): Prisma.Sql => sql`
  (SELECT coalesce(json_agg(json_build_object('id', ro.id, 'name', ro.name, 'display_name', ro.display_name, 'expires_at',
            to_char(ra.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY ra.created_at, ra.id), '[]'::json)
     FROM role_assignments ra JOIN roles ro ON ro.id = ra.role_id
     JOIN memberships held ON held.user_id = ra.user_id AND held.organization_id = ra.organization_id
    WHERE ra.organization_id = ${organizationId} AND ra.user_id = ${userId} AND (ra.expires_at IS NULL OR ra.expires_at > app_now()))`;
