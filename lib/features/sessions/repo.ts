/** Reads of one's own sessions: every one names the owner. Ending them: lib/session/end-sessions.ts. */
import { statement } from "@/lib/db";
import { IS_OPEN_SQL } from "@/lib/session/live-session";
import { SESSION_COLUMNS_SQL, type SessionColumns } from "./session-wire";

/** More than anybody reads; the count tells of the rest, and "end all others" reaches them. */
const LISTED_MAX = 200;

const LIST_LIVE = `
SELECT ${SESSION_COLUMNS_SQL("s")}, count(*) OVER ()::int AS total
  FROM sessions s
 WHERE s.user_id = $1 AND ${IS_OPEN_SQL("s")}
 ORDER BY s.id = $2 DESC, s.last_activity_at DESC, s.id DESC
 LIMIT ${LISTED_MAX}`;

/** Somebody's live sessions: the current one first, then by last activity. `count` is of all of them. */
export async function listLiveSessions(userId: string, currentSessionId: string): Promise<{ rows: SessionColumns[]; count: number }> {
  const rows = await statement<SessionColumns & { total: number }>("sessions.list-live", LIST_LIVE, [userId, currentSessionId]);
  return { rows, count: rows[0]?.total ?? 0 };
}

const FIND_LIVE = `SELECT s.id FROM sessions s WHERE s.id = $1 AND s.user_id = $2 AND ${IS_OPEN_SQL("s")}`;

/** A live session by its id, if it is this person's. */
export async function findLiveSession(id: string, userId: string): Promise<{ id: string } | null> {
  const [row] = await statement<{ id: string }>("sessions.find-live", FIND_LIVE, [id, userId]);
  return row ?? null;
}
