/** What a refused request answers, and what it leaves behind. */
import pg from "pg";
import { expect } from "./test";

/** Refusals are recorded and sealed, and limits counted: those may grow. */
const MAY_GROW = new Set(["audit_events", "audit_personal", "audit_unsealed", "audit_seals", "audit_seal_head", "rate_limits", "_prisma_migrations"]);

/** Of every table that a refused request may not touch. */
export async function rowCounts(database: pg.Client): Promise<Record<string, number>> {
  const { rows } = await database.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  const counted = rows.filter(({ name }) => !MAY_GROW.has(name));
  const counts = await Promise.all(
    counted.map(async ({ name }) => (await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${pg.escapeIdentifier(name)}`)).rows[0]?.n ?? -1),
  );
  return Object.fromEntries(counted.map(({ name }, index) => [name, counts[index] ?? -1]));
}

/** A 4xx; under /api in the one error shape. */
export async function expectRefused(what: string, path: string, answer: Response): Promise<void> {
  const body = await answer.text();
  expect(answer.status, `${what}: ${body.slice(0, 300)}`).toBeGreaterThanOrEqual(400);
  expect(answer.status, `${what}: ${body.slice(0, 300)}`).toBeLessThan(500);
  if (path.startsWith("/api") && answer.status !== 404) expectErrorShape(what, body);
  expect(answer.headers.get("x-request-id"), what).toMatch(/^[0-9a-f-]{36}$/);
}

export function expectErrorShape(what: string, body: string): void {
  expect(JSON.parse(body), what).toMatchObject({ error: expect.any(String), code: expect.stringMatching(/^[A-Z_]+$/), request_id: expect.any(String) });
}

export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  await Promise.all(Array.from({ length: 6 }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  }));
}
