/** Brings a database to the state of `prisma/migrations`, and what must be true of every database after that. */
import pg from "pg";
import { env } from "@/lib/env";
import { bootstrap } from "@/prisma/seed/bootstrap";
import { migrationList, noFilter, withSchemaEngine } from "./schema-engine";
import { withClient } from "./with-client";

/** Any constant; it only has to differ from the one that Prisma's engines use (72707369). */
const LOCK_KEY = 7_140_021;

/**
 * The schema that `DATABASE_SCHEMA` names. Search by trigrams is the database's, not one application's, so its extension
 * stays in `public` when a second application, or the first, lives elsewhere.
 */
async function prepareSchema(databaseUrl: string): Promise<void> {
  if (env.databaseSchema === "public") return;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`CREATE SCHEMA IF NOT EXISTS "${env.databaseSchema}"`);
    await client.query("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public");
  } finally {
    await client.end();
  }
}

/** What a migration's connection begins with. Its indexes name operators of an extension that lives in `public`. */
const migrationStart = () => (env.databaseSchema === "public" ? WITHOUT_LIMIT : `${WITHOUT_LIMIT}; SET search_path TO "${env.databaseSchema}", public`);

/** Behind a pooler the application's role bears its limits (docs/deployment.md); waiting for a lock and an index take longer. */
const WITHOUT_LIMIT = "SET statement_timeout = 0";

/**
 * Applies what is pending and runs the idempotent bootstrap. Several may start at once: the others wait, then find
 * nothing to do. Needs a direct connection, since a transaction pooler keeps no session locks.
 *
 * @returns the names of the migrations applied, in order
 * @throws Error when a migration fails or the database is away
 */
export async function migrateDatabase(databaseUrl: string): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    await client.query(WITHOUT_LIMIT);
    // The end of the connection releases it, also after an error.
    await client.query("SELECT pg_advisory_lock($1)", [LOCK_KEY]);
    const applied = await applyMigrations(databaseUrl);
    await bootstrap(client);
    return applied;
  });
}

/** Migrations alone, without lock and bootstrap: for the drift check and for templates of tests. */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  await prepareSchema(databaseUrl);
  return withSchemaEngine(databaseUrl, async (engine) => {
    const migrationsList = migrationList();
    const { failedMigrationNames } = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: noFilter });
    // A migration runs whole or not at all, so one that failed left nothing behind and may be tried again.
    for (const migrationName of failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilter });
    return appliedMigrationNames;
  }, migrationStart());
}
