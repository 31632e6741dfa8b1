import { SECOND_FACTOR_METHODS, type SecondFactorMethod } from "./schema";

/** SQL of what an account has, for the person that `userId` names: `kinds` and `"codesLeft"`. */
export const FACTORS_SQL = (userId: string): string => `
  ARRAY(SELECT kind FROM second_factors f WHERE f.user_id = ${userId} AND f.state = 'confirmed') AS kinds,
  (SELECT count(*)::int FROM recovery_codes c WHERE c.user_id = ${userId} AND c.used_at IS NULL) AS "codesLeft"`;

export interface OwnFactors {
  kinds: string[];
  codesLeft: number;
}

/**
 * By what somebody can finish a sign-in. Whoever came by a mail proves nothing more by a second one (`email` in `amr`, the
 * authentication methods so far).
 */
export const methodsOf = ({ kinds, codesLeft }: OwnFactors, amr: readonly string[] = []): SecondFactorMethod[] =>
  SECOND_FACTOR_METHODS.filter((method) => {
    if (method === "recovery_code") return codesLeft > 0;
    return kinds.includes(method) && !(method === "email" && amr.includes("email"));
  });
