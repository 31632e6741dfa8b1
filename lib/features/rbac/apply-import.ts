/** Writes a plan, in a few statements however long it is. */
import type { Tx } from "@/lib/db";
import { AppError, CONFLICT } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { ImportPlan, PlannedRole, Standing } from "./import-plan";
import { importPermissions } from "./insert-permissions";
import { titleOf } from "./schema";

/** One statement stays well within the statement timeout. */
const ROWS_PER_STATEMENT = 5000;

async function inChunks(tx: Tx, statement: string, rows: readonly unknown[]): Promise<number> {
  let written = 0;
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) written += await tx.$executeRawUnsafe(statement, JSON.stringify(rows.slice(from, from + ROWS_PER_STATEMENT)));
  return written;
}

const CHANGE_PERMISSIONS = `
UPDATE permissions p SET display_name = n.display_name, description = n.description, category = n.category
  FROM jsonb_to_recordset($1::jsonb) AS n (id uuid, display_name text, description text, category text) WHERE p.id = n.id`;

const CREATE_ROLES = `
INSERT INTO roles (id, name, display_name, description, is_system, created_at, updated_at)
SELECT n.id, n.name, n.display_name, n.description, false, app_now(), app_now()
  FROM jsonb_to_recordset($1::jsonb) AS n (id uuid, name text, display_name text, description text)
ON CONFLICT DO NOTHING`;

const CHANGE_ROLES = `
UPDATE roles r SET display_name = n.display_name, description = n.description, updated_at = app_now()
  FROM jsonb_to_recordset($1::jsonb) AS n (id uuid, display_name text, description text) WHERE r.id = n.id`;

const GRANT = `
INSERT INTO role_permissions (role_id, permission, granted_at)
SELECT n.role_id, n.permission, app_now() FROM jsonb_to_recordset($1::jsonb) AS n (role_id uuid, permission text) ON CONFLICT DO NOTHING`;

const REVOKE = `
DELETE FROM role_permissions p USING jsonb_to_recordset($1::jsonb) AS n (role_id uuid, permission text)
 WHERE p.role_id = n.role_id AND p.permission = n.permission`;

/** @throws AppError 409 when somebody took a name meanwhile: nothing is imported */
export async function applyImport(tx: Tx, { permissions, roles }: ImportPlan, standing: Standing): Promise<void> {
  const permissionId = claimer(standing.permissions.values());
  const roleId = claimer(standing.roles.values());
  const made = await importPermissions(tx, permissions.create.map((entry) => ({ ...entry, id: permissionId(entry.id) })));
  await inChunks(tx, CHANGE_PERMISSIONS, permissions.change.map(({ entry, existing }) => ({
    id: existing.id,
    display_name: entry.display_name || existing.display_name,
    description: entry.description === undefined ? existing.description : entry.description || null,
    category: entry.category || existing.category,
  })));
  const created = roles.create.map((role) => ({ role, id: roleId(role.entry.id) }));
  const written = await inChunks(tx, CREATE_ROLES, created.map(({ role: { entry }, id }) => ({ id, name: entry.name, display_name: entry.display_name || titleOf(entry.name), description: entry.description || null })));
  if (made < permissions.create.length || written < created.length) throw new AppError(CONFLICT, { message: "Somebody else took one of the names at the same time. Try again." });
  await changeRoles(tx, [...created, ...roles.change.map((role) => ({ role, id: role.existing?.id ?? "" }))]);
}

async function changeRoles(tx: Tx, planned: readonly { role: PlannedRole; id: string }[]): Promise<void> {
  const changed = planned.flatMap(({ role: { entry, existing } }) => (existing ? [{ entry, existing }] : []));
  await inChunks(tx, CHANGE_ROLES, changed.map(({ entry, existing }) => ({
    id: existing.id,
    display_name: entry.display_name || existing.displayName,
    description: entry.description === undefined ? existing.description : entry.description || null,
  })));
  await inChunks(tx, REVOKE, planned.flatMap(({ id, role }) => role.removed.map((permission) => ({ role_id: id, permission }))));
  await inChunks(tx, GRANT, planned.flatMap(({ id, role }) => role.added.map((permission) => ({ role_id: id, permission }))));
}

/** A file that comes back keeps its ids, where nothing else has them. */
function claimer(taken: Iterable<{ id: string }>): (id: string | undefined) => string {
  const used = new Set([...taken].map(({ id }) => id));
  return (wanted) => {
    const id = wanted && !used.has(wanted) ? wanted : newId();
    used.add(id);
    return id;
  };
}
