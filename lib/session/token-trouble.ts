import { sha256 } from "@/lib/crypto";
import { statement } from "@/lib/db";
import type { Purpose } from "./one-time-token";

/**
 * Why a one-time token is no good. `malformed`: cut off, or with something added; `unknown`: never there, or withdrawn since;
 * `foreign`: of another purpose; `busy`: claimed by somebody else at this moment.
 */
export type TokenTrouble = "malformed" | "unknown" | "foreign" | "used" | "expired" | "busy";

export interface Explained {
  trouble: TokenTrouble;
  /** Whose it is, where that is known. */
  userId: string | null;
}

const WHY = `
SELECT user_id AS "userId", purpose = $2 AS "isOurs", consumed_at IS NOT NULL AS "isUsed", expires_at <= app_now() AS "isExpired"
  FROM one_time_tokens WHERE token_hash = $1`;

interface Row extends Record<string, unknown> {
  userId: string | null;
  isOurs: boolean;
  isUsed: boolean;
  isExpired: boolean;
}

/** 256 bits in base64url. */
const WHOLE_TOKEN = /^[\w-]{43}$/;

/** Whether it could be a token at all; what could not be one is looked up nowhere. */
export const isWholeToken = (token: string): boolean => WHOLE_TOKEN.test(token);

/** What to tell the bearer of a token that `claimToken` refused. They hold 256 bits of it, so it gives nothing away. */
export async function explainToken(purpose: Purpose, token: string): Promise<Explained> {
  if (!isWholeToken(token)) return { trouble: "malformed", userId: null };
  const [row] = await statement<Row>("token.explain", WHY, [sha256(token), purpose]);
  if (!row) return { trouble: "unknown", userId: null };
  return { trouble: troubleOf(row), userId: row.userId };
}

function troubleOf({ isOurs, isUsed, isExpired }: Row): TokenTrouble {
  if (!isOurs) return "foreign";
  if (isUsed) return "used";
  return isExpired ? "expired" : "busy";
}
