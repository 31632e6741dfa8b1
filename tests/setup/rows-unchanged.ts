import { expect } from "vitest";
import { sql } from "./sql";

/** A refusal may leave its audit row and has used up a point of its limit; nothing else. */
export const TRAIL = ["audit_events", "audit_personal", "audit_unsealed", "rate_limits"];
/** Besides, a token or challenge may have been claimed, or used up by the refusal. */
export const TRAIL_AND_TOKENS = [...TRAIL, "one_time_tokens"];

/** Per table: how many rows, and a hash over all of them. */
export async function snapshotTables(except: readonly string[] = TRAIL): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL($1) AND tablename <> '_prisma_migrations' ORDER BY 1`,
    [except],
  );
  const parts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*) || ' rows ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY t::text)), '') AS state FROM "${name}" t`);
  const rows = await sql<{ name: string; state: string }>(parts.join(" UNION ALL "));
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
}

/**
 * Runs `work` and fails the test if any table differs afterwards. `except` names tables that may: by default the audit
 * trail and the limits' counters; pass `[]` to allow nothing.
 */
export async function rowsUnchanged<T>(work: () => Promise<T>, except: readonly string[] = TRAIL): Promise<T> {
  const before = await snapshotTables(except);
  const result = await work();
  const after = await snapshotTables(except);
  const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
  expect(changed, `changed tables: ${changed.join(", ")}`).toEqual([]);
  return result;
}
