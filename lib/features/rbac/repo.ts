/** Reads of roles and permissions for whoever holds them. What is held now comes with the viewer. */
import { prisma } from "@/lib/db";
import { permits } from "@/lib/edge/permission";
import type { HeldRole } from "@/lib/session/viewer";
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

/** What the viewer's roles look like, in the order of the viewer's list. What each grants came with the session check. */
export async function listHeldRoles(held: readonly HeldRole[], permissions: readonly WirePermission[]): Promise<WireRole[]> {
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
    permissions: permissions.filter(({ name }) => permits(grants.get(row.id) ?? [], name)),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }));
}
