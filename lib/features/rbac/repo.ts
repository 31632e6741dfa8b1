/** Reads of roles and permissions. What the viewer holds now comes with the viewer. */
import { compilePermissions } from "@/lib/access/compile-permissions";
import type { Scope } from "@/lib/access/policy";
import { prisma, type Tx } from "@/lib/db";
import { assignmentSeenBy, visibleTo } from "@/lib/features/admin/user-sql";
import { Prisma } from "@/lib/generated/prisma/client";
import type { HeldRole } from "@/lib/session/viewer";
import type { RoleDetail, RoleEntry, WirePermission, WireRole } from "./schema";

const { sql, empty } = Prisma;

export interface PermissionFilter {
  category?: string;
  resource?: string;
}

const PERMISSION_COLUMNS = { id: true, name: true, displayName: true, description: true, category: true, resource: true, action: true, isSystem: true };

type PermissionRow = Prisma.PermissionGetPayload<{ select: typeof PERMISSION_COLUMNS }>;

const toPermission = ({ displayName, isSystem, ...row }: PermissionRow): WirePermission => ({ ...row, display_name: displayName, is_system: isSystem });

/** Every permission there is, the catalogue's and those made at run time, by category and name. */
export async function listPermissions({ category, resource }: PermissionFilter = {}, tx: Tx = prisma): Promise<WirePermission[]> {
  const rows = await tx.permission.findMany({ where: { category, resource }, select: PERMISSION_COLUMNS, orderBy: [{ category: "asc" }, { name: "asc" }] });
  return rows.map(toPermission);
}

export async function findPermission(id: string, tx: Tx = prisma): Promise<WirePermission | null> {
  const row = await tx.permission.findUnique({ where: { id }, select: PERMISSION_COLUMNS });
  return row && toPermission(row);
}

/** Names of every permission in the database. */
export async function listPermissionNames(): Promise<string[]> {
  return (await prisma.permission.findMany({ select: { name: true } })).map(({ name }) => name);
}

/** What the viewer's roles look like, in the order of the viewer's list. What each grants came with the session check. */
export async function listHeldRoles(held: readonly Pick<HeldRole, "id" | "permissions">[], permissions: readonly WirePermission[]): Promise<WireRole[]> {
  const grants = new Map(held.map((role) => [role.id, role.permissions]));
  const rows = await prisma.role.findMany({
    where: { id: { in: [...grants.keys()] } },
    select: { id: true, name: true, displayName: true, description: true, isSystem: true, createdAt: true, updatedAt: true },
  });
  const order = [...grants.keys()];
  rows.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    display_name: row.displayName,
    description: row.description,
    is_system: row.isSystem,
    permissions: covered(grants.get(row.id) ?? [], permissions),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }));
}

const covered = (grants: readonly string[], permissions: readonly WirePermission[]): WirePermission[] => {
  const isHeld = compilePermissions(grants);
  return permissions.filter(({ name }) => isHeld(name));
};

type RoleRow = Omit<RoleEntry, "created_at" | "updated_at"> & { created_at: Date; updated_at: Date };

/** Roles are everybody's; how many people hold one is told as far as the scope reaches. Oldest first. */
export async function listRoles(scope: Scope, tx: Tx = prisma, id?: string): Promise<RoleEntry[]> {
  const rows = await tx.$queryRaw<RoleRow[]>`
    SELECT r.id, r.name, r.display_name, r.description, r.is_system, r.created_at, r.updated_at,
           ARRAY(SELECT rp.permission FROM role_permissions rp WHERE rp.role_id = r.id ORDER BY rp.permission COLLATE "C") AS grants,
           (SELECT count(DISTINCT ra.user_id)::int FROM role_assignments ra JOIN users u ON u.id = ra.user_id
             WHERE ra.role_id = r.id AND u.deleted_at IS NULL AND ${assignmentSeenBy(scope)} AND ${visibleTo(scope)}) AS users_count
      FROM roles r ${id ? sql`WHERE r.id = ${id}::uuid` : empty} ORDER BY r.created_at, r.id`;
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString(), updated_at: row.updated_at.toISOString() }));
}

export const withPermissions = (role: RoleEntry, permissions: readonly WirePermission[]): RoleDetail => ({ ...role, permissions: covered(role.grants, permissions) });

/** One role with everything that it grants. */
export async function findRole(scope: Scope, id: string, tx: Tx = prisma): Promise<RoleDetail | null> {
  const [role] = await listRoles(scope, tx, id);
  return role ? withPermissions(role, await listPermissions({}, tx)) : null;
}

/** Where the transaction has just written it. */
export async function getRole(scope: Scope, id: string, tx: Tx): Promise<RoleDetail> {
  const role = await findRole(scope, id, tx);
  if (!role) throw new Error("the role that was just written is not there");
  return role;
}

export interface HoldingRole {
  name: string;
  isSystem: boolean;
  grants: string[];
}

/** Roles that hold a permission by its very name, whoever holds them. */
export async function listRolesHolding(tx: Tx, permission: string): Promise<HoldingRole[]> {
  const rows = await tx.role.findMany({
    where: { grants: { some: { permission } } },
    select: { name: true, isSystem: true, grants: { select: { permission: true } } },
    orderBy: { name: "asc" },
  });
  return rows.map(({ grants, ...role }) => ({ ...role, grants: grants.map((grant) => grant.permission) }));
}
