/**
 * Ending sessions before their time. The session row is the family of its refresh tokens, so its `revoked_at` makes
 * access and refresh tokens useless from the next request on.
 */
import type { Tx } from "@/lib/db";

export interface EndSessions {
  userId: string;
  /** Spares this one: the session from which the change was made. */
  exceptSessionId?: string | null;
  /** Ends this one alone. */
  onlySessionId?: string;
  /** Ends those of this organization alone: how far somebody who administers no other may reach. */
  organizationId?: string | null;
  /** Why, as `revoke_reason` keeps it, such as `user_logout` or `password_change`. */
  reason: string;
}

/**
 * Rows are locked in the order of their ids, the lock that refresh takes too: a refresh in flight finishes first and
 * its successor is dead, and two callers cannot deadlock.
 */
const END = `
WITH doomed AS (
  SELECT id FROM sessions
   WHERE user_id = $1::uuid AND revoked_at IS NULL
     AND ($2::uuid IS NULL OR id <> $2::uuid) AND ($3::uuid IS NULL OR id = $3::uuid)
     AND ($5::uuid IS NULL OR organization_id = $5::uuid)
   ORDER BY id FOR UPDATE),
ended AS (
  UPDATE sessions s SET revoked_at = app_now(), revoke_reason = $4
    FROM doomed d WHERE s.id = d.id
  RETURNING s.expires_at > app_now() AND (s.idle_expires_at IS NULL OR s.idle_expires_at > app_now()) AS was_live)
SELECT count(*) FILTER (WHERE was_live)::int AS count FROM ended`;

/** Ends sessions of one person in a transaction. @returns how many of them were live. */
export async function endSessions(tx: Tx, { userId, exceptSessionId, onlySessionId, organizationId, reason }: EndSessions): Promise<number> {
  const values = [userId, exceptSessionId ?? null, onlySessionId ?? null, reason, organizationId ?? null];
  const [ended] = await tx.$queryRawUnsafe<{ count: number }[]>(END, ...values);
  return ended?.count ?? 0;
}
