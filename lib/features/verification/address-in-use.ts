/** Which addresses nobody else may take. */
import { prisma, type Tx } from "@/lib/db";

/**
 * SQL: the address in `email` was left a short while ago, and its owner may still take that change back (undo-email-change.ts).
 * Until then nobody else gets it, or there would be nothing to return to.
 */
export const IS_HELD_SQL = (email: string, exceptUserId = "NULL::uuid") => `EXISTS (
  SELECT 1 FROM one_time_tokens held
   WHERE held.purpose = 'email_change_undo' AND held.address = lower(${email}) AND held.consumed_at IS NULL AND held.expires_at > app_now()
     AND held.user_id IS DISTINCT FROM ${exceptUserId})`;

const IN_USE = `
SELECT EXISTS (SELECT 1 FROM users WHERE lower(email) = lower($1::text) AND id <> $2::uuid) AS "isOwned", ${IS_HELD_SQL("$1::text", "$2::uuid")} AS "isHeld"`;

/** Whether somebody else has the address, or may still return to it. */
export async function isAddressInUse(email: string, userId: string, tx: Tx = prisma): Promise<boolean> {
  const [row] = await tx.$queryRawUnsafe<{ isOwned: boolean; isHeld: boolean }[]>(IN_USE, email, userId);
  return row === undefined || row.isOwned || row.isHeld;
}
