/** By what an account can prove again who is there, in the order in which it is asked. */
import { statement } from "@/lib/db";
import { arePasskeysOffered } from "./passkeys-offered";

/** `email`: a code by mail, for accounts that have nothing else. */
export const PROOF_METHODS = ["password", "totp", "passkey", "email"] as const;

export type ProofMethod = (typeof PROOF_METHODS)[number];

const FIND = `
SELECT u.password_hash IS NOT NULL AS password,
       EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.kind = 'totp' AND f.state = 'confirmed') AS totp,
       EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = u.id) AS passkey
  FROM users u WHERE u.id = $1`;

export async function proofMethodsOf(userId: string): Promise<ProofMethod[]> {
  const [row] = await statement<Record<string, boolean>>("step-up.methods", FIND, [userId]);
  const methods = PROOF_METHODS.filter((method) => row?.[method] && (method !== "passkey" || arePasskeysOffered()));
  return methods.length > 0 ? methods : ["email"];
}
