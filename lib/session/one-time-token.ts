/**
 * Secrets that work once: links and codes of mails, and what stands between a first and a second factor. Stored hashed, bound
 * to a purpose and an address, expiring. Whoever uses one claims it first, by compare-and-set, and consumes it in the
 * transaction of what it was for: of many parallel users one wins, before anything slow is done.
 */
import { randomInt } from "node:crypto";
import { deriveKey, hmacSha256, randomToken, sha256 } from "@/lib/crypto";
import { bytea, statement, type Tx } from "@/lib/db";
import { env } from "@/lib/env";
import { newId } from "@/lib/ids";
import { isWholeToken } from "./token-trouble";

/** What a token is for; one of another purpose is no token at all. */
export type Purpose =
  | "email_verification"
  | "email_change"
  | "email_change_undo"
  | "password_reset"
  | "magic_link"
  | "second_factor"
  | "second_factor_code"
  | "invitation"
  | "sign_in_report"
  | "passkey_challenge"
  | "reauthentication"
  | "authorization_code";

export interface NewToken {
  purpose: Purpose;
  userId: string | null;
  /** The mail address it is bound to, in lower case. */
  address: string;
  ttlSeconds: number;
  payload?: Record<string, unknown>;
  /** Also a code of six digits, for where a link is no use. */
  withCode?: boolean;
}

export interface IssuedToken {
  /** 256 bits, base64url. */
  token: string;
  /** Six digits; empty unless asked for. */
  code: string;
  /** The parameter of `ISSUE_TOKEN_SQL`. */
  row: Record<string, unknown>;
}

export interface FoundToken {
  id: string;
  userId: string | null;
  address: string;
  payload: Record<string, unknown> | null;
}

/** The winner's time for its slow work; after it another try may claim the token. */
const LEASE_SECONDS = 30;
/** Wrong codes that a token bears before its code is dead; the link stays. */
const CODE_TRIES = 5;

/** A plain digest of six digits would be guessed at once by whoever reads the table. */
const codeHash = (id: string, code: string): Buffer => hmacSha256(deriveKey(env.authSecret, "one-time code v1"), `${id}:${code}`);

/** A token to be written by `issueToken`, or by a statement of one's own with `ISSUE_TOKEN_SQL`. */
export function newToken({ purpose, userId, address, ttlSeconds, payload, withCode }: NewToken): IssuedToken {
  const id = newId();
  const token = randomToken();
  const code = withCode ? String(randomInt(1_000_000)).padStart(6, "0") : "";
  const row = {
    id,
    user_id: userId,
    purpose,
    address,
    token_hash: bytea(sha256(token)),
    code_hash: withCode ? bytea(codeHash(id, code)) : null,
    payload: payload ?? null,
    ttl_seconds: ttlSeconds,
  };
  return { token, code, row };
}

/** The INSERT; `parameter` is `IssuedToken.row` as JSON, or null for none. */
export const ISSUE_TOKEN_SQL = (parameter: string, condition = "TRUE"): string => `
  INSERT INTO one_time_tokens (id, user_id, purpose, address, token_hash, code_hash, attempts, payload, expires_at, created_at)
  SELECT id, user_id, purpose, address, token_hash, code_hash, 0, payload, app_now() + make_interval(secs => ttl_seconds), app_now()
    FROM jsonb_to_record(${parameter}::jsonb) AS t(id uuid, user_id uuid, purpose text, address text, token_hash bytea,
         code_hash bytea, payload jsonb, ttl_seconds int)
   WHERE id IS NOT NULL AND ${condition}`;

const WITHDRAW = `DELETE FROM one_time_tokens WHERE purpose = $1 AND user_id = $2::uuid AND consumed_at IS NULL`;

/** Writes a token in the transaction of its cause. @param replaces - the account's former ones of this purpose stop working */
export async function issueToken(tx: Tx, token: IssuedToken, { replaces = true } = {}): Promise<void> {
  if (replaces && token.row.user_id) await withdrawTokens(tx, token.row.purpose as Purpose, String(token.row.user_id));
  await tx.$executeRawUnsafe(ISSUE_TOKEN_SQL("$1"), JSON.stringify(token.row));
}

/** The account's unused tokens of a purpose stop working. */
export const withdrawTokens = (tx: Tx, purpose: Purpose, userId: string) => tx.$executeRawUnsafe(WITHDRAW, purpose, userId);

const COLUMNS = `id, user_id AS "userId", address, payload`;
const IS_LIVE = `consumed_at IS NULL AND expires_at > app_now()`;

const PEEK = `SELECT ${COLUMNS} FROM one_time_tokens WHERE token_hash = $1 AND purpose = $2 AND ${IS_LIVE}`;

/** What a link would do; changes nothing, so a mail scanner may open it. */
export async function peekToken(purpose: Purpose, token: string): Promise<FoundToken | null> {
  if (!isWholeToken(token)) return null;
  const [row] = await statement<FoundToken & Record<string, unknown>>("token.peek", PEEK, [sha256(token), purpose]);
  return row ?? null;
}

const CLAIM = `
UPDATE one_time_tokens SET claimed_at = app_now()
 WHERE token_hash = $1 AND purpose = $2 AND ${IS_LIVE}
   AND (claimed_at IS NULL OR claimed_at < app_now() - interval '${LEASE_SECONDS} seconds')
RETURNING ${COLUMNS}`;

/** Claims a token for its one use. null: unknown, of another purpose, expired, used, or claimed by somebody else just now. */
export async function claimToken(purpose: Purpose, token: string): Promise<FoundToken | null> {
  if (!isWholeToken(token)) return null;
  const [row] = await statement<FoundToken & Record<string, unknown>>("token.claim", CLAIM, [sha256(token), purpose]);
  return row ?? null;
}

const FIND_BY_CODE = `
SELECT ${COLUMNS}, code_hash AS "codeHash" FROM one_time_tokens
 WHERE purpose = $1 AND address = $2 AND ($3::uuid IS NULL OR user_id = $3::uuid) AND code_hash IS NOT NULL AND ${IS_LIVE}
 ORDER BY created_at DESC, id DESC LIMIT 1`;

/** Counts a wrong try in the same statement that judges it: of parallel ones no more are judged than are allowed. */
const CLAIM_BY_CODE = `
UPDATE one_time_tokens SET
  attempts = attempts + (code_hash <> $2)::int,
  claimed_at = CASE WHEN code_hash = $2 THEN app_now() ELSE claimed_at END
 WHERE id = $1 AND attempts < ${CODE_TRIES} AND ${IS_LIVE}
   AND (claimed_at IS NULL OR claimed_at < app_now() - interval '${LEASE_SECONDS} seconds')
RETURNING code_hash = $2 AS "isRight"`;

/** Claims the newest token of an address by its code. null: wrong, none there, or tried too often. */
export async function claimCode(purpose: Purpose, { address, userId, code }: { address: string; userId?: string; code: string }): Promise<FoundToken | null> {
  const [found] = await statement<FoundToken & Record<string, unknown>>("token.find-by-code", FIND_BY_CODE, [purpose, address, userId ?? null]);
  // The same work where there is none.
  const [tried] = await statement<{ isRight: boolean }>("token.claim-by-code", CLAIM_BY_CODE, [found?.id ?? newId(), codeHash(found?.id ?? "", code)]);
  return found && tried?.isRight ? { id: found.id, userId: found.userId, address: found.address, payload: found.payload } : null;
}

const CONSUME = `UPDATE one_time_tokens SET consumed_at = app_now() WHERE id = $1::uuid AND ${IS_LIVE}`;

/** In the transaction of what the token was for. @returns false where it has been used or withdrawn since it was claimed */
export const consumeToken = async (tx: Tx, id: string): Promise<boolean> => (await tx.$executeRawUnsafe(CONSUME, id)) === 1;

const RELEASE = `UPDATE one_time_tokens SET claimed_at = NULL WHERE id = $1 AND consumed_at IS NULL`;

/** The try came to nothing by no fault of the token, such as a password that the policy refuses: it may be used again at once. */
export const releaseToken = (id: string) => statement("token.release", RELEASE, [id]);
