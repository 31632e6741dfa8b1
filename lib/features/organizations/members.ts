/** Members of an organization: who they are, what they hold in it, and the statements that change both. */
import type { Scope } from "@/lib/access/policy";
import type { Grant } from "@/lib/access/reach";
import { prisma, type Tx } from "@/lib/db";
import { avatarUrl, fullName } from "@/lib/features/account/user-wire";
import { visibleTo } from "@/lib/features/admin/user-sql";
import { Prisma } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { containsPattern, type Window } from "@/lib/pagination";
import { rolesIn } from "./organization-sql";
import type { MemberRole, WireMember } from "./schema";

const { sql, empty } = Prisma;

interface MemberRow {
  id: string;
  email: string;
  username: string;
  firstName: string | null;
  lastName: string | null;
  avatarId: string | null;
  joinedAt: Date;
  roles: MemberRole[];
}

const COLUMNS = sql`u.id, u.email, u.username, u.first_name AS "firstName", u.last_name AS "lastName", u.avatar_id AS "avatarId",
  m.created_at AS "joinedAt", ${rolesIn(sql`m.organization_id`, sql`m.user_id`)} AS roles`;

const FROM = sql`FROM memberships m JOIN users u ON u.id = m.user_id`;

/** Written as the trigram indexes are. */
const matches = (q: string | undefined): Prisma.Sql => {
  if (!q) return empty;
  const pattern = containsPattern(q);
  return sql`AND (lower(u.email) LIKE lower(${pattern}::text) OR lower(u.username) LIKE lower(${pattern}::text)
    OR lower(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, '')) LIKE lower(${pattern}::text))`;
};

/** Who joined last comes first; one more than the window shows. Accounts that were deleted are not shown. */
export function listMembers(organizationId: string, q: string | undefined, { after, offset, limit }: Window): Promise<MemberRow[]> {
  const behind = after ? sql`AND (m.created_at, m.user_id) < (${after.at}::timestamptz, ${after.id}::uuid)` : empty;
  return prisma.$queryRaw<MemberRow[]>`
    SELECT ${COLUMNS} ${FROM} WHERE m.organization_id = ${organizationId}::uuid AND u.deleted_at IS NULL ${matches(q)} ${behind}
     ORDER BY m.created_at DESC, m.user_id DESC LIMIT ${limit + 1} OFFSET ${offset}`;
}

export async function countMembers(organizationId: string, q: string | undefined, limit: number | null): Promise<number> {
  const [row] = await prisma.$queryRaw<{ counted: number }[]>`
    SELECT count(*)::int AS counted FROM (
      SELECT 1 ${FROM} WHERE m.organization_id = ${organizationId}::uuid AND u.deleted_at IS NULL ${matches(q)}
      ${limit === null ? empty : sql`LIMIT ${limit}`}) found`;
  return row?.counted ?? 0;
}

export async function findMember(organizationId: string, userId: string, tx: Tx = prisma): Promise<MemberRow | null> {
  const [row] = await tx.$queryRaw<MemberRow[]>`
    SELECT ${COLUMNS} ${FROM} WHERE m.organization_id = ${organizationId}::uuid AND m.user_id = ${userId}::uuid AND u.deleted_at IS NULL`;
  return row ?? null;
}

/** Whether there is such a person within the scope. Holds the account until the transaction ends, so that it is not deleted meanwhile. */
export async function isVisible(tx: Tx, scope: Scope, userId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT u.id FROM users u WHERE u.id = ${userId}::uuid AND u.deleted_at IS NULL AND ${visibleTo(scope)} FOR KEY SHARE OF u`;
  return rows.length === 1;
}

const ADD = `INSERT INTO memberships (organization_id, user_id, created_at) VALUES ($1::uuid, $2::uuid, app_now()) ON CONFLICT DO NOTHING`;

/** Whoever had no organization has this one active from their next sign-in on. */
const WELCOME = `UPDATE users SET active_organization_id = $1::uuid WHERE id = $2::uuid AND active_organization_id IS NULL`;

/** @returns false for somebody who is a member already */
export async function addMembership(tx: Tx, organizationId: string, userId: string): Promise<boolean> {
  const added = await tx.$executeRawUnsafe(ADD, organizationId, userId);
  if (added === 1) await tx.$executeRawUnsafe(WELCOME, organizationId, userId);
  return added === 1;
}

/** Takes the membership and every role in the organization. @returns false for somebody who is no member */
export async function endMembership(tx: Tx, organizationId: string, userId: string): Promise<boolean> {
  const { count } = await tx.membership.deleteMany({ where: { organizationId, userId } });
  await tx.roleAssignment.deleteMany({ where: { organizationId, userId } });
  return count === 1;
}

/** A role as it would be given or taken. */
export interface RoleWithGrants {
  id: string;
  name: string;
  /** Names and wildcards. */
  grants: string[];
}

export const listRoles = (tx: Tx, ids: readonly string[]): Promise<RoleWithGrants[]> => tx.$queryRaw<RoleWithGrants[]>`
  SELECT r.id, r.name, ARRAY(SELECT permission FROM role_permissions p WHERE p.role_id = r.id) AS grants
    FROM roles r WHERE r.id = ANY(${ids}::uuid[])`;

/** Roles assigned in an organization, those included whose time is over. */
export const listAssigned = (tx: Tx, organizationId: string, userId: string): Promise<RoleWithGrants[]> => tx.$queryRaw<RoleWithGrants[]>`
  SELECT r.id, r.name, ARRAY(SELECT permission FROM role_permissions p WHERE p.role_id = r.id) AS grants
    FROM role_assignments a JOIN roles r ON r.id = a.role_id
   WHERE a.organization_id = ${organizationId}::uuid AND a.user_id = ${userId}::uuid ORDER BY a.created_at, a.id`;

/** What roles grant in an organization, as `coversGrants` judges it. */
export const grantsOf = (roles: readonly RoleWithGrants[], organizationId: string): Grant[] =>
  roles.flatMap(({ grants }) => grants.map((permission) => ({ permission, organizationId })));

/** Those already there stay as they are. */
export async function assignRoles(tx: Tx, to: { organizationId: string; userId: string; grantedById: string | null }, roleIds: readonly string[]): Promise<void> {
  const rows = roleIds.map((roleId) => ({ id: newId(), roleId }));
  await tx.$executeRaw`
    INSERT INTO role_assignments (id, user_id, role_id, organization_id, granted_by_id, created_at)
    SELECT n.id, ${to.userId}::uuid, n."roleId", ${to.organizationId}::uuid, ${to.grantedById}::uuid, app_now()
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(id uuid, "roleId" uuid)
    ON CONFLICT (user_id, role_id, organization_id) DO NOTHING`;
}

export const takeRoles = (tx: Tx, from: { organizationId: string; userId: string }, roleIds: readonly string[]) =>
  tx.roleAssignment.deleteMany({ where: { ...from, roleId: { in: [...roleIds] } } });

export const toWireMember = (row: MemberRow): WireMember => ({
  user_id: row.id,
  email: row.email,
  username: row.username,
  first_name: row.firstName,
  last_name: row.lastName,
  full_name: fullName(row),
  profile_picture_url: row.avatarId && avatarUrl(row.avatarId),
  roles: row.roles,
  joined_at: row.joinedAt.toISOString(),
});
