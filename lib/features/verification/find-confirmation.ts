/** Whose address a mail's link confirms, for whoever opens it. Reads, and changes nothing: mail scanners open links too. */
import { sha256 } from "@/lib/crypto";
import { statement } from "@/lib/db";

export interface Confirmation {
  id: string;
  email: string;
  /** By this link or by another way: there is nothing left to do. */
  isVerified: boolean;
}

/** Live, or of no more use because the address is confirmed; to the address that the account still has. */
const FIND = `
SELECT u.id, u.email, u.email_verified_at IS NOT NULL AS "isVerified"
  FROM one_time_tokens t JOIN users u ON u.id = t.user_id AND u.deleted_at IS NULL AND lower(u.email) = t.address
 WHERE t.token_hash = $1 AND t.purpose = 'email_verification'
   AND (u.email_verified_at IS NOT NULL OR (t.consumed_at IS NULL AND t.expires_at > app_now()))`;

export async function findConfirmation(token: string): Promise<Confirmation | null> {
  const [row] = await statement<Confirmation & Record<string, unknown>>("verification.find-confirmation", FIND, [sha256(token)]);
  return row ?? null;
}
