/** What the database has already of the people of a batch, each by one statement. */
import { DEFAULT_ROLE } from "@/lib/access/default-role";
import { prisma } from "@/lib/db";
import type { GivenRole } from "@/lib/features/admin/create-person";
import { findKnown } from "@/lib/features/admin/import-plan";
import type { Mover } from "./read-row";

export const DEFAULT_ORGANIZATION = "default";

/**
 * An account that an import made and whose owner has not come yet. Until they do, what the other system says of them may
 * still replace what it said before. An administrator's account is theirs alone: a file could name its own password for it.
 */
export const UNTOUCHED = "NOT EXISTS (SELECT 1 FROM role_assignments ra JOIN role_permissions rp ON rp.role_id = ra.role_id WHERE ra.user_id = u.id AND rp.permission = '*') AND u.provider = 'import' AND u.last_login_at IS NULL AND u.password_changed_at IS NULL AND u.deleted_at IS NULL AND u.banned_at IS NULL";

export interface Moved {
  userId: string | null;
  /** Neither erased nor hidden since. */
  isPresent: boolean;
  isUntouched: boolean;
}

export interface KnownPeople {
  /** By the id that they had in the other system. */
  byExternalId: Map<string, Moved>;
  byEmail: Map<string, Moved>;
  usernames: Set<string>;
  roles: Map<string, GivenRole>;
  /** Ids by slug. */
  organizations: Map<string, string>;
}

type Row = Moved & { key: string };

const byKey = (rows: Row[]) => new Map(rows.map(({ key, ...moved }) => [key, moved]));

const BY_EXTERNAL_ID = `
SELECT p.external_id AS key, p.user_id::text AS "userId", u.id IS NOT NULL AND u.deleted_at IS NULL AS "isPresent", coalesce(${UNTOUCHED}, false) AS "isUntouched"
  FROM imported_people p LEFT JOIN users u ON u.id = p.user_id WHERE p.source = $1 AND p.external_id = ANY($2::text[])`;

const BY_EMAIL = `
SELECT lower(u.email) AS key, u.id::text AS "userId", true AS "isPresent", ${UNTOUCHED} AS "isUntouched"
  FROM users u WHERE lower(u.email) = ANY($1::text[])`;

const ORGANIZATIONS = `SELECT slug, id::text FROM organizations WHERE slug = ANY($1::text[]) AND deleted_at IS NULL`;

export async function findKnownPeople(source: string, movers: readonly Mover[]): Promise<KnownPeople> {
  const fields = movers.map((mover) => mover.fields);
  const slugs = [...new Set(fields.map(({ organization }) => organization ?? DEFAULT_ORGANIZATION))];
  const [byExternalId, byEmail, organizations, { usernames, roles }] = await Promise.all([
    prisma.$queryRawUnsafe<Row[]>(BY_EXTERNAL_ID, source, movers.flatMap(({ externalId }) => externalId ?? [])),
    prisma.$queryRawUnsafe<Row[]>(BY_EMAIL, movers.map(({ email }) => email)),
    prisma.$queryRawUnsafe<{ slug: string; id: string }[]>(ORGANIZATIONS, slugs),
    findKnown(fields.map(({ email, username, role = DEFAULT_ROLE }) => ({ email, username, role }))),
  ]);
  return { byExternalId: byKey(byExternalId), byEmail: byKey(byEmail), usernames, roles, organizations: new Map(organizations.map(({ slug, id }) => [slug, id])) };
}
