/** What came to an account since its address was changed, by somebody who is not its owner. */
import type { Tx } from "@/lib/db";

/** Ways in that were added since: tables with `user_id` and the time of the addition. A feature that adds a way in adds its table. */
const ADDED = [
  { table: "accounts", at: "created_at" },
  { table: "passkeys", at: "created_at" },
  { table: "known_devices", at: "first_seen_at" },
];

/** An app that was put in the place of the owner's is one that was added. Recovery codes do not tell when they were made. */
const DROP_FACTORS = `
DELETE FROM second_factors f USING one_time_tokens undo
 WHERE undo.id = $2::uuid AND f.user_id = $1::uuid AND coalesce(f.confirmed_at, f.created_at) >= undo.created_at`;
const DROP_RECOVERY_CODES = `DELETE FROM recovery_codes WHERE user_id = $1::uuid`;
const KEEP_MFA = `
UPDATE users u SET mfa_enabled = EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.state = 'confirmed') WHERE u.id = $1::uuid`;

const FORGET_PASSWORD = `UPDATE users SET password_hash = NULL, password_changed_at = NULL, must_change_password = false WHERE id = $1::uuid`;

/** An earlier address keeps its way back; what was sent since, or to the address that is left, is worth nothing. */
const WITHDRAW = `
DELETE FROM one_time_tokens t USING one_time_tokens undo
 WHERE undo.id = $2::uuid AND t.user_id = $1::uuid AND t.consumed_at IS NULL
   AND NOT (t.purpose = 'email_change_undo' AND t.created_at < undo.created_at)`;

const drop = ({ table, at }: (typeof ADDED)[number]) => `
DELETE FROM ${table} t USING one_time_tokens undo WHERE undo.id = $2::uuid AND t.user_id = $1::uuid AND t.${at} >= undo.created_at`;

/**
 * The password goes, and with it what was added, remembered and asked for since the change.
 * @param undoId - the token of the way back, which was made with the change
 */
export async function dropSince(tx: Tx, userId: string, undoId: string): Promise<void> {
  await tx.$executeRawUnsafe(FORGET_PASSWORD, userId);
  for (const added of ADDED) await tx.$executeRawUnsafe(drop(added), userId, undoId);
  await tx.$executeRawUnsafe(DROP_FACTORS, userId, undoId);
  await tx.$executeRawUnsafe(DROP_RECOVERY_CODES, userId);
  await tx.$executeRawUnsafe(KEEP_MFA, userId);
  await tx.$executeRawUnsafe(WITHDRAW, userId, undoId);
  await tx.$executeRawUnsafe(`UPDATE known_devices SET trusted_until = NULL WHERE user_id = $1::uuid`, userId);
}
