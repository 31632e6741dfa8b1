/**
 * How often. Credential, mail and write rules count in a store that all instances share, general reads in a window of
 * this process. Which rules exist: limits.ts.
 *
 * Here is the shared store that is always there, PostgreSQL: one statement for any number of counters. Rules move to
 * Redis where one is configured (shared-window.ts), but for the reservations of sign-in and of password checks: a right
 * password gives its place back, at sign-in within the sign-in's own commit, in which no second store could take part.
 */
import { statement } from "@/lib/db";

/** One counter: at most `points` in `windowSeconds`, which begin with the first point. */
export interface Counter {
  key: string;
  points: number;
  windowSeconds: number;
}

/** Where somebody stands with one counter after a try. */
export interface Standing {
  key: string;
  /** The points of a whole window. */
  limit: number;
  remaining: number;
  /** Whole seconds until the window ends, at least one. */
  resetSeconds: number;
  /** There was no point left to take. */
  isRefused: boolean;
}

/** The counter that decides: of those that refuse the one that blocks longest, else the one nearest its end. */
export function tightest<S extends Omit<Standing, "key">>(standings: readonly S[]): S | null {
  const order = (a: S, b: S) =>
    Number(b.isRefused) - Number(a.isRefused) || (a.isRefused ? b.resetSeconds - a.resetSeconds : a.remaining - b.remaining);
  return [...standings].sort(order)[0] ?? null;
}

/**
 * Takes a point of each counter that has one left; returns every counter with what became of it. Rows are locked in
 * the order of their keys, so parallel callers cannot deadlock.
 */
const TAKE = `
WITH wanted AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS w(key text, points int, "windowSeconds" int)),
taken AS (
  INSERT INTO rate_limits AS r (key, points, expires_at)
  SELECT key, 1, app_now() + make_interval(secs => "windowSeconds") FROM wanted ORDER BY key
  ON CONFLICT (key) DO UPDATE SET
    points = CASE WHEN r.expires_at <= app_now() THEN 1 ELSE r.points + 1 END,
    expires_at = CASE WHEN r.expires_at <= app_now() THEN excluded.expires_at ELSE r.expires_at END
  WHERE r.expires_at <= app_now() OR r.points < (SELECT w.points FROM wanted w WHERE w.key = excluded.key)
  RETURNING r.key, r.points, r.expires_at)
SELECT w.key, w.points AS "limit", t.key IS NULL AS "isRefused", coalesce(w.points - t.points, 0) AS remaining,
       greatest(1, coalesce(ceil(extract(epoch FROM coalesce(t.expires_at, r.expires_at) - app_now()))::int, w."windowSeconds")) AS "resetSeconds"
  FROM wanted w LEFT JOIN taken t USING (key) LEFT JOIN rate_limits r USING (key)`;

/**
 * Takes a point of every counter, or of none where one is exhausted: a blocked try neither extends a block nor fills
 * another counter.
 *
 * @returns the counter that decides; null where there was none to take of
 */
export async function take(counters: readonly Counter[]): Promise<Standing | null> {
  if (counters.length === 0) return null;
  const wanted = counters.map(({ key, points, windowSeconds }) => ({ key, points, windowSeconds }));
  const standings = await statement<Standing & Record<string, unknown>>("limit.take", TAKE, [JSON.stringify(wanted)]);
  const deciding = tightest(standings);
  if (!deciding?.isRefused) return deciding;
  const spent = standings.filter((standing) => !standing.isRefused);
  if (spent.length > 0) await giveBack(spent.map(({ key }) => key));
  return deciding;
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
  if (keys.length > 0) await statement("limit.give-back", GIVE_BACK, [keys]);
}
