/** Loads a preset: roles with their grants, and permissions beside the catalogue. What exists stays as it is. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { ClientBase } from "pg";
import { z } from "zod";
import { newId } from "@/lib/ids";

const preset = z.strictObject({
  permissions: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/),
      display_name: z.string(),
      description: z.string(),
      category: z.string(),
    }),
  ),
  roles: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z][a-z0-9_]*$/),
      display_name: z.string(),
      description: z.string(),
      is_system: z.boolean(),
      permissions: z.array(z.string().regex(/^(\*|[a-z][a-z0-9_]*\.(\*|[a-z][a-z0-9_]*))$/)),
    }),
  ),
});

export type Preset = z.infer<typeof preset>;

/**
 * @param name a file of `prisma/presets`, without `.json`
 * @throws Error when there is none, or its content is not a preset
 */
export function readPreset(name: string): Preset {
  const file = path.join(import.meta.dirname, "../presets", `${path.basename(name)}.json`);
  return preset.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** Inserts what is missing and leaves alone what exists, so that an administrator's changes survive. */
export async function applyPreset(client: ClientBase, { permissions, roles }: Preset): Promise<void> {
  for (const entry of permissions) {
    const [resource, action] = entry.name.split(".");
    await client.query(
      `INSERT INTO permissions (id, name, display_name, description, category, resource, action, is_system, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, false, app_now()) ON CONFLICT (name) DO NOTHING`,
      [newId(), entry.name, entry.display_name, entry.description, entry.category, resource, action],
    );
  }
  for (const role of roles) {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO roles (id, name, display_name, description, is_system, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, app_now(), app_now()) ON CONFLICT (name) DO NOTHING RETURNING id`,
      [newId(), role.name, role.display_name, role.description, role.is_system],
    );
    const created = rows[0];
    if (!created) continue;
    await client.query(
      `INSERT INTO role_permissions (role_id, permission, granted_at) SELECT $1, unnest($2::text[]), app_now()`,
      [created.id, role.permissions],
    );
  }
}
