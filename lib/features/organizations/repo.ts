/** Organizations as they are read: one's own, or as far as a permission reaches. */
import type { Scope } from "@/lib/access/policy";
import { prisma, type Tx } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { containsPattern, type Window } from "@/lib/pagination";
import type { Viewer } from "@/lib/session/viewer";
import type { Subject } from "./find-administered";
import { DEFAULT_SLUG, inReach, IS_PRESENT, isMember, rolesIn } from "./organization-sql";
import type { MemberRole, OrganizationDetail, WireOrganization } from "./schema";

const { sql, join, empty } = Prisma;

export interface OrganizationRow {
  id: string;
  slug: string;
  name: string;
  createdAt: Date;
  updatedAt: Date;
  isMember: boolean;
  roles: MemberRole[];
}

export interface DetailRow extends OrganizationRow {
  membersCount: number;
}

/** Which organizations a list shows: those one is a member of, or those of a scope. */
export type Choice = { kind: "own" } | { kind: "scope"; scope: Scope };

const COLUMNS = (userId: string) => sql`o.id, o.slug, o.name, o.created_at AS "createdAt", o.updated_at AS "updatedAt",
  ${isMember(userId)} AS "isMember", ${rolesIn(sql`o.id`, sql`${userId}::uuid`)} AS roles`;

function conditions(choice: Choice, userId: string, q: string | undefined): Prisma.Sql {
  const all = [IS_PRESENT, choice.kind === "own" ? isMember(userId) : inReach(choice.scope)];
  if (q) all.push(sql`(lower(o.name) LIKE lower(${containsPattern(q)}::text) OR o.slug LIKE lower(${containsPattern(q)}::text))`);
  return join(all, " AND ");
}

/** Newest first; one more than the window shows. */
export function listOrganizations(choice: Choice, userId: string, q: string | undefined, { after, offset, limit }: Window): Promise<OrganizationRow[]> {
  const behind = after ? sql`AND (o.created_at, o.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : empty;
  return prisma.$queryRaw<OrganizationRow[]>`
    SELECT ${COLUMNS(userId)} FROM organizations o WHERE ${conditions(choice, userId, q)} ${behind}
     ORDER BY o.created_at DESC, o.id DESC LIMIT ${limit + 1} OFFSET ${offset}`;
}

export async function countOrganizations(choice: Choice, userId: string, q: string | undefined, limit: number | null): Promise<number> {
  const [row] = await prisma.$queryRaw<{ counted: number }[]>`
    SELECT count(*)::int AS counted
      FROM (SELECT 1 FROM organizations o WHERE ${conditions(choice, userId, q)} ${limit === null ? empty : sql`LIMIT ${limit}`}) found`;
  return row?.counted ?? 0;
}

/** One that the viewer is a member of, or that the scope reaches. */
export async function findOrganization(id: string, userId: string, scope: Scope, tx: Tx = prisma): Promise<DetailRow | null> {
  const [row] = await tx.$queryRaw<DetailRow[]>`
    SELECT ${COLUMNS(userId)}, (SELECT count(*)::int FROM memberships m WHERE m.organization_id = o.id) AS "membersCount"
      FROM organizations o WHERE o.id = ${id}::uuid AND ${IS_PRESENT} AND (${isMember(userId)} OR ${inReach(scope)})`;
  return row ?? null;
}

/** One that this person is a member of. */
export async function findJoined(id: string, userId: string): Promise<Subject | null> {
  const [row] = await prisma.$queryRaw<Subject[]>`SELECT o.id, o.name, o.slug FROM organizations o WHERE o.id = ${id}::uuid AND ${IS_PRESENT} AND ${isMember(userId)}`;
  return row ?? null;
}

/** @param activeId the organization that is active, which a change may just have moved */
export const toWireOrganization = (row: OrganizationRow, activeId: Viewer["organizationId"]): WireOrganization => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  is_default: row.slug === DEFAULT_SLUG,
  is_active: row.id === activeId,
  is_member: row.isMember,
  roles: row.roles,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

export const toOrganizationDetail = (row: DetailRow, activeId: Viewer["organizationId"]): OrganizationDetail => ({
  ...toWireOrganization(row, activeId),
  members_count: row.membersCount,
});
