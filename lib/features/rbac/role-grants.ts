/** What a role holds, as rows: names and wildcards, found by what a request names, and written. */
import type { Tx } from "@/lib/db";
import { invalidFields } from "@/lib/errors";

export interface GrantRequest {
  permission_ids?: string[];
  permissions?: string[];
}

const FIND = `SELECT id, name FROM permissions WHERE id = ANY($1::uuid[]) OR name = ANY($2::text[])`;

/** How many of the unknown a refusal names. */
const NAMED_MAX = 20;

const isWildcard = (name: string) => name.endsWith("*");

/**
 * The names and wildcards that a request means, each once, sorted.
 * @throws AppError 422 for ids and names that no permission has
 */
export async function resolveGrants(tx: Tx, { permission_ids: ids = [], permissions: names = [] }: GrantRequest): Promise<string[]> {
  const literal = names.filter((name) => !isWildcard(name));
  const found = await tx.$queryRawUnsafe<{ id: string; name: string }[]>(FIND, ids, literal);
  const byId = new Map(found.map(({ id, name }) => [id, name]));
  const known = new Set(byId.values());
  const unknown = {
    permission_ids: ids.filter((id) => !byId.has(id.toLowerCase())),
    permissions: literal.filter((name) => !known.has(name)),
  };
  const faults = Object.entries(unknown).filter(([, missing]) => missing.length > 0);
  if (faults.length > 0) throw invalidFields(Object.fromEntries(faults.map(([field, missing]) => [field, missing.slice(0, NAMED_MAX).map((name) => `There is no permission ${name}.`)])));
  return [...new Set([...known, ...names.filter(isWildcard)])].sort();
}

export async function addGrants(tx: Tx, roleId: string, permissions: readonly string[]): Promise<void> {
  if (permissions.length === 0) return;
  await tx.$executeRawUnsafe(
    `INSERT INTO role_permissions (role_id, permission, granted_at) SELECT $1::uuid, name, app_now() FROM unnest($2::text[]) name ON CONFLICT DO NOTHING`,
    roleId,
    permissions,
  );
}

export async function removeGrants(tx: Tx, roleId: string, permissions: readonly string[]): Promise<void> {
  if (permissions.length === 0) return;
  await tx.$executeRawUnsafe(`DELETE FROM role_permissions WHERE role_id = $1::uuid AND permission = ANY($2::text[])`, roleId, permissions);
}

export const touchRole = (tx: Tx, roleId: string) => tx.$executeRawUnsafe(`UPDATE roles SET updated_at = app_now() WHERE id = $1::uuid`, roleId);
