/** A digest of everything in a database, to show that nothing in it has changed. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** Refusals are recorded and then sealed, limits counted. */
const MAY_GROW = new Set(["audit_events", "audit_personal", "audit_unsealed", "audit_seals", "audit_seal_head", "rate_limits", "_prisma_migrations"]);

/** When somebody was last seen is not what a request asked for. */
const ROW = { sessions: "to_jsonb(t) - 'last_activity_at'", outbox_messages: "to_jsonb(t) - '{status,attempts,next_attempt_at,claimed_until,sent_at,last_error}'::text[]" };

/** @returns {Promise<Record<string, string>>} each table's number of rows and digest */
export async function digestOf(sql, except = []) {
  const tables = await sql("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  const digests = {};
  for (const { name } of tables) {
    if (MAY_GROW.has(name) || except.includes(name)) continue;
    const [row] = await sql(`SELECT count(*)::int AS n, md5(coalesce(string_agg(md5(text), '' ORDER BY text), '')) AS digest FROM (SELECT (${ROW[name] ?? "to_jsonb(t)"})::text AS text FROM ${pg.escapeIdentifier(name)} t) rows`);
    digests[name] = `${row.n} rows, ${row.digest}`;
  }
  return digests;
}

/** The digest once the server's first pruning, which comes with its start, is done: equal twice, a second apart. */
export async function settledDigestOf(sql) {
  for (let before = await digestOf(sql), tries = 0; ; tries += 1) {
    await sleep(1000);
    const after = await digestOf(sql);
    if (changedTables(before, after).length === 0) return after;
    if (tries === 10) throw new Error(`the database does not come to rest: ${changedTables(before, after).join(", ")}`);
    before = after;
  }
}

/** The rows of a table as JSON, to tell which one differs. */
export const rowsOf = async (sql, name) => (await sql(`SELECT (${ROW[name] ?? "to_jsonb(t)"})::text AS text FROM ${pg.escapeIdentifier(name)} t`)).map(({ text }) => text);

/** @returns {string[]} the tables that differ */
export const changedTables = (before, after) => Object.keys(after).filter((name) => before[name] !== after[name]);
