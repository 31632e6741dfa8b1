/** One connection for a script's own statements. */
import pg from "pg";
import { env } from "@/lib/env";

const CONNECT_TIMEOUT_MS = 10_000;

/** Puts the connection into `DATABASE_SCHEMA` alone, where that is not PostgreSQL's own default. */
async function enterSchema(client: pg.Client): Promise<void> {
  const schema = env.databaseSchema;
  if (schema === "public") return;
  // A pooler would hand the setting to somebody else: behind one the role bears it, on its direct address as well.
  if (env.dbPooler === "none") await client.query(`SET search_path TO "${schema}"`);
  const { rows } = await client.query<{ path: string }>("SELECT current_setting('search_path') AS path");
  if (rows[0]?.path.replaceAll('"', "") !== schema) throw new Error(`DATABASE_SCHEMA is ${schema}, but the search_path here is ${rows[0]?.path}: ALTER ROLE … SET search_path = ${schema}.`);
}

/** Connects, runs `work`, and ends the connection, which also rolls back what `work` left open. */
export async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A server that stops says so to idle connections too; the statement under way fails by itself.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await enterSchema(client);
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs `work` in one transaction. */
export async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    const result = await work();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // The first fault is the one to tell; a broken connection cannot roll back and need not.
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}
