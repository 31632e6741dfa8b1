import { statement } from "@/lib/db";

export interface PendingChange {
  newEmail: string;
  expiresAt: Date;
}

const FIND = `
SELECT address AS "newEmail", expires_at AS "expiresAt" FROM one_time_tokens
 WHERE purpose = 'email_change' AND user_id = $1 AND consumed_at IS NULL AND expires_at > app_now()
 ORDER BY created_at DESC, id DESC LIMIT 1`;

/** The address that somebody has asked for and not confirmed yet. */
export async function findPendingChange(userId: string): Promise<PendingChange | null> {
  const [row] = await statement<PendingChange & Record<string, unknown>>("verification.pending", FIND, [userId]);
  return row ?? null;
}
