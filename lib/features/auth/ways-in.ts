/** An account keeps a way in: whatever is taken away from it, something is left by which its owner can sign in. */
import { lockAccount } from "@/lib/access/lock-account";
import type { Tx } from "@/lib/db";
import { configuredProviders } from "@/lib/providers";
import { arePasskeysOffered } from "@/lib/session/passkeys-offered";

/**
 * What works here, as it is configured. Not counted: what comes by mail, because an account whose only key is a mailbox is as lost
 * as the mailbox.
 */
const COUNT = `
SELECT (u.password_hash IS NOT NULL)::int
     + (SELECT count(*)::int FROM accounts a WHERE a.user_id = u.id AND a.provider = ANY($2::text[]))
     + (SELECT count(*)::int FROM passkeys p WHERE p.user_id = u.id AND $3::boolean) AS ways
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
  const [left] = await tx.$queryRawUnsafe<{ ways: number }[]>(COUNT, userId, configuredProviders().map(({ name }) => name), arePasskeysOffered());
  return left && left.ways > 0 ? result : refuse();
}
