import { statement } from "../db";

export interface OutboxDepth {
  pending: number;
  /** Given up after the last try; pruned after thirty days. */
  failed: number;
  /** Seconds since the oldest pending message fell due; 0 where none is late. */
  lateSeconds: number;
}

const DEPTH = `
  SELECT count(*) FILTER (WHERE status = 'pending')::int AS pending, count(*) FILTER (WHERE status = 'failed')::int AS failed,
         greatest(0, coalesce(extract(epoch FROM app_now() - min(next_attempt_at) FILTER (WHERE status = 'pending')), 0))::float8 AS late_seconds
  FROM outbox_messages WHERE status IN ('pending', 'failed')`;

/** What waits in the outbox. Throws when the database cannot be asked. */
export async function outboxDepth(): Promise<OutboxDepth> {
  const [row] = await statement<{ pending: number; failed: number; late_seconds: number }>("outbox-depth", DEPTH, []);
  return { pending: row?.pending ?? 0, failed: row?.failed ?? 0, lateSeconds: row?.late_seconds ?? 0 };
}
