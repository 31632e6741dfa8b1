/** The lock that every change of an account takes before it looks at what it changes. */
import type { Tx } from "@/lib/db";

const LOCK = `SELECT 1 FROM users WHERE id = $1::uuid FOR NO KEY UPDATE`;

/**
 * Holds an account until the transaction ends: of two changes the second sees what the first has done. Rows that name the account
 * may be written meanwhile. With FOR UPDATE they would wait, and whoever had taken a former row away, as a new link takes the one
 * before it, would be waited for in turn.
 */
export async function lockAccount(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRawUnsafe(LOCK, userId);
}
