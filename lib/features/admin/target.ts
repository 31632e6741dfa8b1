/** Somebody whom an administrator acts upon, within the scope of the permission that the act asks for. */
import type { Scope } from "@/lib/access/policy";
import type { Grant } from "@/lib/access/reach";
import { prisma, type Tx } from "@/lib/db";
import { visibleTo } from "./user-sql";

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
