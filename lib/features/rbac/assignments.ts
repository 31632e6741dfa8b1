/** Who holds which role where, as rows: read as far as a scope reaches, given and taken. */
import type { Scope } from "@/lib/access/policy";
import { prisma, type Tx } from "@/lib/db";
import { assignmentSeenBy } from "@/lib/features/admin/user-sql";
import { newId } from "@/lib/ids";
import type { WireAssignment } from "./assignment-schema";

export interface Assignment {
  id: string;
  roleId: string;
  roleName: string;
  roleDisplayName: string;
  /** null: on the whole platform. */
  organizationId: string | null;
  grantedById: string | null;
  expiresAt: Date | null;
  createdAt: Date;
  grants: string[];
}

/** Those that count now, oldest first: the first is the primary role. */
export const listAssignments = (scope: Scope, userId: string, tx: Tx = prisma): Promise<Assignment[]> => tx.$queryRaw<Assignment[]>`
  SELECT ra.id, ra.role_id AS "roleId", ro.name AS "roleName", ro.display_name AS "roleDisplayName", ra.organization_id AS "organizationId",
         ra.granted_by_id AS "grantedById", ra.expires_at AS "expiresAt", ra.created_at AS "createdAt",
         ARRAY(SELECT rp.permission FROM role_permissions rp WHERE rp.role_id = ra.role_id ORDER BY rp.permission COLLATE "C") AS grants
    FROM role_assignments ra JOIN roles ro ON ro.id = ra.role_id
   WHERE ra.user_id = ${userId}::uuid AND ${assignmentSeenBy(scope)} ORDER BY ra.created_at, ra.id`;

export interface NewAssignment {
  userId: string;
  roleId: string;
  organizationId: string | null;
  grantedById: string;
  expiresAt: Date | null;
  /** The instant that decides which role is the primary one. Default: now. */
  since?: Date;
}

/** One that has run out is there no longer, so far as anybody sees, and makes way. */
const GIVE = `
INSERT INTO role_assignments (id, user_id, role_id, organization_id, granted_by_id, expires_at, created_at)
VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::timestamptz, coalesce($7::timestamptz, app_now()))
ON CONFLICT (user_id, role_id, organization_id) DO UPDATE
   SET id = excluded.id, granted_by_id = excluded.granted_by_id, expires_at = excluded.expires_at, created_at = excluded.created_at
 WHERE role_assignments.expires_at <= app_now()
RETURNING id`;

/** @returns the new assignment's id, or null for a role that is held there already */
export async function giveRole(tx: Tx, { userId, roleId, organizationId, grantedById, expiresAt, since }: NewAssignment): Promise<string | null> {
  const rows = await tx.$queryRawUnsafe<{ id: string }[]>(GIVE, newId(), userId, roleId, organizationId, grantedById, expiresAt, since ?? null);
  return rows[0]?.id ?? null;
}

/** @returns false when it is gone already */
export async function takeAssignment(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.roleAssignment.deleteMany({ where: { id } });
  return count === 1;
}

export const takeRoleAt = (tx: Tx, from: { userId: string; roleId: string; organizationId: string | null }) => tx.roleAssignment.deleteMany({ where: from });

export const toWireAssignment = (row: Assignment): WireAssignment => ({
  id: row.id,
  role_id: row.roleId,
  role_name: row.roleName,
  role_display_name: row.roleDisplayName,
  organization_id: row.organizationId,
  granted_by_id: row.grantedById,
  expires_at: row.expiresAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
});
