import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { repositoryRoot } from "@/scripts/launch/settings.mjs";
import { sql } from "./sql";

const ROLE = "gatehouse_retention";
const PASSWORD = "of the tests alone";
/** Roles belong to the server, which test files share. */
const LOCK_KEY = 7_140_099;

async function withPassword(): Promise<void> {
  const client = new pg.Client({ connectionString: inject("serverUrl") });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK_KEY]);
    const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [ROLE]);
    if (!rowCount) await client.query(`CREATE ROLE ${ROLE}`);
    await client.query(`ALTER ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}'`);
  } finally {
    await client.end();
  }
}

/** Makes the role as docs/operations.md says. @returns the address of the test's own database by it */
export async function retentionUrl(): Promise<string> {
  await withPassword();
  await sql(readFileSync(path.join(repositoryRoot, "scripts/database/retention-role.sql"), "utf8"));
  const url = new URL(String(process.env.DATABASE_URL));
  url.username = ROLE;
  url.password = PASSWORD;
  return url.href;
}

/** A connection that is signed in as the role; end it. */
export async function asRetention(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await retentionUrl() });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}
