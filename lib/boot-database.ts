/**
 * What the database says against serving in production, asked once before the first request: away, behind the code, or
 * full of demonstration people. `npm start` asks the same before it starts a server; an image starts the server itself.
 */
import { statement } from "@/lib/db";
import { env } from "@/lib/env";
import { expectedMigration } from "@/lib/generated/release";
import { verifyPassword } from "@/lib/session/password";
import { DEMO_PEOPLE } from "@/scripts/launch/demo-people.mjs";

const BEHIND = `SELECT 1 FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NOT NULL`;

const PERSONAS = `
SELECT lower(email) AS email, password_hash FROM users
 WHERE lower(email) = ANY($1::text[]) AND password_hash IS NOT NULL AND deleted_at IS NULL AND is_active`;

/** One sentence per fault; empty: nothing. */
export async function databaseFaults(): Promise<string[]> {
  try {
    const [start] = await statement<{ schema: string | null }>("boot.schema", "SELECT current_schema() AS schema", []);
    if (start?.schema !== env.databaseSchema) return [`DATABASE_SCHEMA is ${env.databaseSchema}, but connections start in ${start?.schema ?? "none"}: migrate first, and behind a pooler ALTER ROLE … SET search_path = ${env.databaseSchema}.`];
    const applied = await statement("boot.migration", BEHIND, [expectedMigration]);
    return applied.length === 0 ? [`The database lacks the migration ${expectedMigration}: run the migrations first.`] : await demoFaults();
  } catch (error) {
    return [`The database cannot be asked: ${error instanceof Error ? error.message : String(error)}.`];
  }
}

/** Their passwords are in the README, so a person who still has one is everybody's. */
async function demoFaults(): Promise<string[]> {
  const passwords = new Map<string, string>(DEMO_PEOPLE.map(({ email, password }) => [email, password]));
  const rows = await statement<{ email: string; password_hash: string }>("boot.personas", PERSONAS, [[...passwords.keys()]]);
  const open: string[] = [];
  for (const { email, password_hash: hash } of rows) {
    if (await verifyPassword(passwords.get(email) ?? "", hash)) open.push(email);
  }
  return open.length === 0 ? [] : [`The database holds demonstration accounts with their known passwords (${open.join(", ")}): delete them or give them others.`];
}
