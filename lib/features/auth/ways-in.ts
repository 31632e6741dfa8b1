/** An account keeps a way in: whatever is taken away from it, something is left by which its owner can sign in. */
import { lockAccount } from "@/lib/access/lock-account";
import type { Tx } from "@/lib/db";

/** Not counted: what comes by mail, because an account whose only key is a mailbox is as lost as the mailbox. */
const COUNT = `
SELECT (u.password_hash IS NOT NULL)::int
     + (SELECT count(*)::int FROM accounts a WHERE a.user_id = u.id)
     + (SELECT count(*)::int FROM passkeys p WHERE p.user_id = u.id) AS ways
  FROM users u WHERE u.id = $1::uuid`;

/**
 * Takes something away and looks at what is left. Holds the account meanwhile, so of two parallel changes the second sees what
 * the first has done.
 *
 * @param refuse what to throw where nothing is left; the transaction takes the change back
 */
export async function keepWayIn<T>(tx: Tx, userId: string, refuse: () => never, change: () => Promise<T>): Promise<T> {
  await lockAccount(tx, userId);
  const result = await change();
  const [left] = await tx.$queryRawUnsafe<{ ways: number }[]>(COUNT, userId);
  return left && left.ways > 0 ? result : refuse();
}
