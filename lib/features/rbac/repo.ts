/** Reads of roles and permissions for whoever holds them. What is held now comes with the viewer. */
import { permits } from "@/lib/edge/permission";
import { prisma } from "@/lib/db";
import type { WirePermission, WireRole } from "./schema";

/** Every permission there is, the catalogue's and those made at run time, by category and name. */
export async function listPermissions(): Promise<WirePermission[]> {
  const rows = await prisma.permission.findMany({
    select: { id: true, name: true, displayName: true, description: true, category: true, resource: true, action: true, isSystem: true },
    orderBy: [{ category: "asc" }, { name: "asc" }],
  });
  return rows.map(({ displayName, isSystem, ...row }) => ({ ...row, display_name: displayName, is_system: isSystem }));
}

/** Names of every permission in the database. */
export async function listPermissionNames(): Promise<string[]> {
  return (await prisma.permission.findMany({ select: { name: true } })).map(({ name }) => name);
}

/** Roles by their ids, in the order of the ids, with the permissions that each covers. */
export async function listRolesById(ids: readonly string[], permissions: readonly WirePermission[]): Promise<WireRole[]> {
  if (ids.length === 0) return [];
  const rows = await prisma.role.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true, name: true, displayName: true, description: true, isSystem: true, createdAt: true, updatedAt: true,
      grants: { select: { permission: true } },
    },
    relationLoadStrategy: "query",
  });
  const roles = rows.map(({ grants, ...row }) => {
    const held = grants.map((grant) => grant.permission);
    return {
      id: row.id,
      name: row.name,
      display_name: row.displayName,
      description: row.description,
      is_system: row.isSystem,
      permissions: permissions.filter(({ name }) => permits(held, name)),
      created_at: row.createdAt.toISOString(),
      updated_at: row.updatedAt.toISOString(),
    };
  });
  return roles.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}
