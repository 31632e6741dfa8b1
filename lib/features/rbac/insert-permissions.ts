/** New permissions, by the thousand where need be. */
import type { Tx } from "@/lib/db";
import { newId } from "@/lib/ids";
import { titleOf, type WirePermission } from "./schema";

export interface NewPermission {
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
ON CONFLICT (name) DO NOTHING RETURNING id, name, display_name, description, category, resource, action, is_system`;

function toRow({ name, display_name, description, category }: NewPermission) {
  const [resource = "", action = ""] = name.split(".");
  return { id: newId(), name, display_name: display_name || `${titleOf(action)} ${resource}`, description: description || null, category: category || resource, resource, action };
}

/** @returns those that are new; a name that is taken, or that came before, is left out. */
export async function insertPermissions(tx: Tx, permissions: readonly NewPermission[]): Promise<WirePermission[]> {
  const made: WirePermission[] = [];
  for (let from = 0; from < permissions.length; from += ROWS_PER_STATEMENT) {
    const rows = permissions.slice(from, from + ROWS_PER_STATEMENT).map(toRow);
    made.push(...(await tx.$queryRawUnsafe<WirePermission[]>(INSERT, JSON.stringify(rows))));
  }
  return made;
}
