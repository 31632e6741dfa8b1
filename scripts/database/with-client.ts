/** One connection for a script's own statements. */
import pg from "pg";

const CONNECT_TIMEOUT_MS = 10_000;

/** Connects, runs `work`, and ends the connection, which also rolls back what `work` left open. */
export async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A server that stops says so to idle connections too; the statement under way fails by itself.
  client.on("error", () => undefined);
  await client.connect();
  try {
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
