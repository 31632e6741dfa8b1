/** New permissions, by the thousand where need be. */
import type { Tx } from "@/lib/db";
import { newId } from "@/lib/ids";
import { titleOf, type WirePermission } from "./schema";

export interface NewPermission {
  /** Free: the caller has looked. Default: a new one. */
  id?: string;
  name: string;
  display_name?: string | null;
  description?: string | null;
  category?: string | null;
}

/** One statement stays well within the statement timeout. */
const ROWS_PER_STATEMENT = 2500;

const INSERT = `
INSERT INTO permissions (id, name, display_name, description, category, resource, action, is_system, created_at)
SELECT p.id, p.name, p.display_name, p.description, p.category, p.resource, p.action, false, app_now()
  FROM jsonb_to_recordset($1::jsonb) AS p (id uuid, name text, display_name text, description text, category text, resource text, action text)
ON CONFLICT (name) DO NOTHING`;

function toRow({ id = newId(), name, display_name, description, category }: NewPermission) {
  const [resource = "", action = ""] = name.split(".");
  return { id, name, display_name: display_name || `${titleOf(action)} ${resource}`, description: description || null, category: category || resource, resource, action };
}

const RETURNING = `${INSERT} RETURNING id, name, display_name, description, category, resource, action, is_system`;

const inChunks = <T>(entries: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(entries.length / ROWS_PER_STATEMENT) }, (_, index) => entries.slice(index * ROWS_PER_STATEMENT, (index + 1) * ROWS_PER_STATEMENT));

/** @returns those that are new; a name that is taken, or that came before, is left out */
export async function insertPermissions(tx: Tx, permissions: readonly NewPermission[]): Promise<WirePermission[]> {
  const made: WirePermission[] = [];
  for (const chunk of inChunks(permissions)) made.push(...(await tx.$queryRawUnsafe<WirePermission[]>(RETURNING, JSON.stringify(chunk.map(toRow)))));
  return made;
}

/** The same in a third of the time. @returns how many are new */
export async function importPermissions(tx: Tx, permissions: readonly NewPermission[]): Promise<number> {
  let made = 0;
  for (const chunk of inChunks(permissions)) made += await tx.$executeRawUnsafe(INSERT, JSON.stringify(chunk.map(toRow)));
  return made;
}
