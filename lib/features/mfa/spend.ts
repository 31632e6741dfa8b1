/**
 * The use of a code, which happens once: the step of an app's code is compared and set, a recovery code is marked, a mailed code's
 * token is consumed. Of parallel uses one finds it unspent, whatever each of them has judged before.
 */
import type { Tx } from "@/lib/db";
import type { Proof } from "./judge-code";

/** CTEs that end in `spent`: one row where the proof was good still. The parameters are the person's id and the `Proof` as JSON. */
export const SPEND_CTES = (userId: string, proof: string): string => `
  proof AS (SELECT * FROM jsonb_to_record(${proof}::jsonb) AS p(method text, id uuid, step int, resealed text)),
  spent_step AS (
    UPDATE second_factors f SET last_step = p.step, secret = coalesce(decode(p.resealed, 'hex'), f.secret) FROM proof p
     WHERE p.method = 'totp' AND f.id = p.id AND f.user_id = ${userId}::uuid AND (f.last_step IS NULL OR f.last_step < p.step) RETURNING 1),
  spent_code AS (
    UPDATE recovery_codes c SET used_at = app_now() FROM proof p
     WHERE p.method = 'recovery_code' AND c.id = p.id AND c.user_id = ${userId}::uuid AND c.used_at IS NULL RETURNING 1),
  spent_mail AS (
    UPDATE one_time_tokens t SET consumed_at = app_now() FROM proof p
     WHERE p.method = 'email' AND t.id = p.id AND t.user_id = ${userId}::uuid AND t.consumed_at IS NULL AND t.expires_at > app_now() RETURNING 1),
  spent AS (SELECT 1 FROM spent_step UNION ALL SELECT 1 FROM spent_code UNION ALL SELECT 1 FROM spent_mail)`;

const SPEND = `WITH ${SPEND_CTES("$1", "$2")} SELECT count(*)::int AS spent FROM spent`;

/** In the transaction of what the code was for. @returns false where it was used meanwhile */
export async function spendProof(tx: Tx, userId: string, proof: Proof): Promise<boolean> {
  const [row] = await tx.$queryRawUnsafe<{ spent: number }[]>(SPEND, userId, JSON.stringify(proof));
  return row?.spent === 1;
}
