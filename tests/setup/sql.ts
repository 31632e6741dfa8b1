import type pg from "pg";
import { database } from "@/lib/db";

/** One statement on the test's own database; the rows. */
export async function sql<Row extends pg.QueryResultRow = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await database().pool.query<Row>(text, values)).rows;
}

/** The only row. @throws Error when there is none or several */
export async function oneRow<Row extends pg.QueryResultRow = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row> {
  const rows = await sql<Row>(text, values);
  const [row] = rows;
  if (!row || rows.length > 1) throw new Error(`one row expected, ${rows.length} found: ${text}`);
  return row;
}
