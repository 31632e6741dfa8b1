import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { oneRow } from "./sql";

type Statement = readonly [text: string, values: unknown[]];

/**
 * Has somebody else's transaction hold rows: it runs `first`, waits until `work` waits for it, runs `then` and commits.
 * @returns what `work` came to
 */
export async function whileHeld<T>({ first, then = [] }: { first: Statement; then?: Statement[] }, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    await client.query(...first);
    const done = work();
    done.catch(() => undefined);
    await isWaitedFor(rows[0]?.pid ?? 0);
    for (const statement of then) await client.query(...statement);
    await client.query("COMMIT");
    return await done;
  } finally {
    await client.end();
  }
}

async function isWaitedFor(pid: number): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { waiting } = await oneRow<{ waiting: number }>("SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))", [pid]);
    if (waiting > 0) return;
    await sleep(5);
  }
  throw new Error("nobody waited for what was held");
}
