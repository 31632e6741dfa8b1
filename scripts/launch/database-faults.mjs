/** What the database itself says against serving in production: away, behind the code, or full of demonstration people. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import bcrypt from "bcryptjs";
import pg from "pg";
import { DEMO_PEOPLE } from "./demo-people.mjs";
import { repositoryRoot } from "./settings.mjs";

const CONNECT_TIMEOUT_MS = 5000;

/**
 * @param {string} url
 * @param {{ databaseSchema: string, dbPooler: string }} settings of lib/env.ts, which has checked them
 * @returns {Promise<string[]>} one sentence per fault
 */
export async function databaseFaults(url, { databaseSchema, dbPooler }) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: CONNECT_TIMEOUT_MS });
  client.on("error", () => undefined);
  try {
    await client.connect();
    if (databaseSchema !== "public" && dbPooler === "none") await client.query(`SET search_path TO "${databaseSchema}"`);
    const pending = await pendingMigrations(client);
    if (pending.length > 0) return [`The database is behind the code (${pending.join(", ")}): run npm run db:migrate.`];
    return await demoFaults(client);
  } catch (error) {
    return [`The database at ${withoutPassword(url)} cannot be reached: ${error.message || error.code}.`];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * @param {import("pg").Client} client
 * @returns {Promise<string[]>} names, in order
 */
export async function pendingMigrations(client) {
  const directory = path.join(repositoryRoot, "prisma/migrations");
  const names = readdirSync(directory).filter((name) => existsSync(path.join(directory, name, "migration.sql"))).sort();
  const { rows: tables } = await client.query("SELECT to_regclass('_prisma_migrations') AS found");
  if (tables[0].found === null) return names;
  const { rows } = await client.query("SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL");
  const applied = new Set(rows.map((row) => row.migration_name));
  return names.filter((name) => !applied.has(name));
}

/**
 * Their passwords are in the README, so a person who still has one is everybody's.
 *
 * @param {import("pg").ClientBase} client
 * @returns {Promise<string[]>}
 */
export async function demoFaults(client) {
  const { rows } = await client.query(
    "SELECT lower(email) AS email, password_hash FROM users WHERE lower(email) = ANY($1) AND password_hash IS NOT NULL AND deleted_at IS NULL AND is_active",
    [DEMO_PEOPLE.map((person) => person.email)],
  );
  const passwords = new Map(DEMO_PEOPLE.map((person) => [person.email, person.password]));
  const open = [];
  for (const { email, password_hash } of rows) {
    if (await bcrypt.compare(passwords.get(email), password_hash)) open.push(email);
  }
  return open.length === 0 ? [] : [`The database holds demonstration accounts with their known passwords (${open.join(", ")}): delete them or give them others.`];
}

function withoutPassword(url) {
  const parsed = new URL(url);
  return `${parsed.host}${parsed.pathname}`;
}
