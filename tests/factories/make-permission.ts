import { newId } from "@/lib/ids";
import { sql } from "../setup/sql";

export interface TestPermission {
  id: string;
  name: string;
}

/** A permission made at run time; without a name, one that nobody else has. */
export async function makePermission(name = `thing_${newId().replaceAll("-", "")}.view`): Promise<TestPermission> {
  const id = newId();
  const [resource, action] = name.split(".");
  await sql(
    `INSERT INTO permissions (id, name, display_name, category, resource, action, created_at) VALUES ($1, $2, $2, 'Made later', $3, $4, app_now())`,
    [id, name, resource, action],
  );
  return { id, name };
}

/** Ids of permissions, in the order of their names as given. */
export async function permissionIds(...names: string[]): Promise<string[]> {
  const rows = await sql<{ id: string; name: string }>("SELECT id, name FROM permissions WHERE name = ANY($1)", [names]);
  return names.map((name) => rows.find((row) => row.name === name)?.id ?? `no permission ${name}`);
}
