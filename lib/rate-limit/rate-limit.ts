/**
 * How often. Credential, mail and write rules count in a store that all instances share, general reads in a window of
 * this process. Which rules exist: limits.ts.
 *
 * Here is the shared store that is always there, PostgreSQL: one statement for any number of counters. Rules of
 * operations move to Redis where one is configured (shared-window.ts). The reservations of sign-in and of password
 * checks stay here whatever is configured: a right password gives its place back, at sign-in within the sign-in's own
 * commit, in which no second store could take part.
 */
import { statement } from "@/lib/db";

/** One counter: at most `points` in `windowSeconds`, which begin with the first point. */
export interface Counter {
  key: string;
  points: number;
  windowSeconds: number;
}

export interface Blocked {
  key: string;
  /** Whole seconds until the window ends. */
  retryAfterSeconds: number;
}

/**
 * Takes a point of each counter that has one left; returns every counter with what became of it. Rows are locked in
 * the order of their keys, so parallel callers cannot deadlock.
 */
const TAKE = `
WITH wanted AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS w(key text, points int, window_seconds int)),
taken AS (
  INSERT INTO rate_limits AS r (key, points, expires_at)
  SELECT key, 1, app_now() + make_interval(secs => window_seconds) FROM wanted ORDER BY key
  ON CONFLICT (key) DO UPDATE SET
    points = CASE WHEN r.expires_at <= app_now() THEN 1 ELSE r.points + 1 END,
    expires_at = CASE WHEN r.expires_at <= app_now() THEN excluded.expires_at ELSE r.expires_at END
  WHERE r.expires_at <= app_now() OR r.points < (SELECT w.points FROM wanted w WHERE w.key = excluded.key)
  RETURNING r.key)
SELECT w.key, t.key IS NOT NULL AS taken,
       coalesce(ceil(extract(epoch FROM r.expires_at - app_now()))::int, w.window_seconds) AS retry_after
  FROM wanted w LEFT JOIN taken t USING (key) LEFT JOIN rate_limits r USING (key)
 ORDER BY retry_after DESC`;

/**
 * Takes a point of every counter, or of none where one is exhausted: a blocked try neither extends a block nor fills
 * another counter. The answer names the exhausted counter that blocks longest.
 */
export async function take(counters: readonly Counter[]): Promise<Blocked | null> {
  if (counters.length === 0) return null;
  const wanted = counters.map((counter) => ({
    key: counter.key,
    points: counter.points,
    window_seconds: counter.windowSeconds,
  }));
  const rows = await statement<{ key: string; taken: boolean; retry_after: number }>("limit.take", TAKE, [
    JSON.stringify(wanted),
  ]);
  const blocking = rows.find((row) => !row.taken);
  if (!blocking) return null;
  const spent = rows.filter((row) => row.taken).map((row) => row.key);
  if (spent.length > 0) await giveBack(spent);
  return { key: blocking.key, retryAfterSeconds: Math.max(1, blocking.retry_after) };
}

/**
 * CTEs that give points back inside a larger statement; the parameter is a text array of keys, `only` may name a
 * condition. Rows are locked in the order of their keys, as `take` does.
 */
export const GIVE_BACK_CTES = (parameter: string, only = "true") => `
  to_give_back AS (
    SELECT key FROM rate_limits WHERE key = ANY(${parameter}::text[]) AND ${only} ORDER BY key FOR UPDATE),
  given_back AS (
    UPDATE rate_limits r SET points = greatest(points - 1, 0) FROM to_give_back g WHERE r.key = g.key)`;

const GIVE_BACK = `WITH ${GIVE_BACK_CTES("$1")} SELECT 1 AS given`;

/** Gives a point back to each counter: for tries that turned out to be right. */
export async function giveBack(keys: readonly string[]): Promise<void> {
  await statement("limit.give-back", GIVE_BACK, [keys]);
}
