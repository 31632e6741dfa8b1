/** What came to an account since its address was changed, by somebody who is not its owner. */
import type { Tx } from "@/lib/db";
import { withdrawPending } from "@/lib/features/auth/withdraw-pending";

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

/** Nor is the account's end what its owner wished. */
const FORGET_PASSWORD = `UPDATE users SET password_hash = NULL, password_changed_at = NULL, must_change_password = false, deletion_due_at = NULL WHERE id = $1::uuid`;

const drop = ({ table, at }: (typeof ADDED)[number]) => `
DELETE FROM ${table} t USING one_time_tokens undo WHERE undo.id = $2::uuid AND t.user_id = $1::uuid AND t.${at} >= undo.created_at`;

/**
 * The password goes, and with it what was added, remembered and asked for since the change. An earlier address keeps its way back.
 * @param undoId - the token of the way back, which was made with the change
 * @returns how many sessions were ended
 */
export async function dropSince(tx: Tx, userId: string, undoId: string): Promise<number> {
  await tx.$executeRawUnsafe(FORGET_PASSWORD, userId);
  for (const added of ADDED) await tx.$executeRawUnsafe(drop(added), userId, undoId);
  await tx.$executeRawUnsafe(DROP_FACTORS, userId, undoId);
  await tx.$executeRawUnsafe(DROP_RECOVERY_CODES, userId);
  await tx.$executeRawUnsafe(KEEP_MFA, userId);
  const { sessionsEnded } = await withdrawPending(tx, { userId, reason: "email_change_undone", protections: { olderThan: undoId } });
  return sessionsEnded;
}
