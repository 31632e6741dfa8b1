/**
 * What must be true of every database, production's included: the organization `default`, the permission catalogue,
 * the preset roles and, where the environment names one, the first administrator. Idempotent.
 */
import type { Client } from "pg";
import { CATALOGUE } from "@/lib/access/catalogue";
import { env } from "@/lib/env";
import { newId } from "@/lib/ids";
import { inTransaction } from "@/scripts/database/with-client";
import { applyPreset, readPreset } from "./apply-preset";
import { createAdministrator, hasAdministrator } from "./create-administrator";

/** Runs in one transaction on `client`, which must not be in one. */
export async function bootstrap(client: Client): Promise<void> {
  await inTransaction(client, async () => {
    await client.query(
      `INSERT INTO organizations (id, slug, name, created_at, updated_at)
       VALUES ($1, 'default', 'Default', app_now(), app_now()) ON CONFLICT (slug) DO NOTHING`,
      [newId()],
    );
    await mirrorCatalogue(client);
    await applyPreset(client, readPreset("default"));
    await createFirstAdministrator(client);
  });
}

/** The code's catalogue wins over what the table says of the built-in permissions. */
async function mirrorCatalogue(client: Client): Promise<void> {
  const entries = CATALOGUE.map((entry) => ({ id: newId(), ...entry }));
  await client.query(
    `INSERT INTO permissions (id, name, display_name, description, category, resource, action, is_system, created_at)
     SELECT id, name, "displayName", description, category, resource, action, true, app_now()
     FROM jsonb_to_recordset($1) AS entry (id uuid, name text, "displayName" text, description text, category text, resource text, action text)
     ON CONFLICT (name) DO UPDATE SET display_name = excluded.display_name, description = excluded.description,
       category = excluded.category, is_system = true
     WHERE (permissions.display_name, permissions.description, permissions.category, permissions.is_system)
       IS DISTINCT FROM (excluded.display_name, excluded.description, excluded.category, true)`,
    [JSON.stringify(entries)],
  );
}

/** Only while there is none: the variables of a first start must not bring back an administrator who was removed. */
async function createFirstAdministrator(client: Client): Promise<void> {
  const { adminEmail, adminPassword } = env;
  if (!adminEmail || !adminPassword || (await hasAdministrator(client))) return;
  const { isNew } = await createAdministrator(client, { email: adminEmail, password: adminPassword, mayPromote: false });
  if (isNew) console.log(`The first administrator is ${adminEmail}.`);
}
