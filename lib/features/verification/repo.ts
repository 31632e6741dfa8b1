/** Statements of verification and change of an address. */
import { AUDIT_CTES, type AuditRows } from "@/lib/audit/audit-event";
import { statement, type Tx } from "@/lib/db";
import { IS_OPEN_SQL } from "@/lib/session/live-session";
import { outboxInsert, type OutboxMessage, outboxRow } from "@/lib/outbox/outbox";
import { type IssuedToken, ISSUE_TOKEN_SQL, type Purpose } from "@/lib/session/one-time-token";

export interface Addressee {
  id: string;
  email: string;
  username: string;
  isVerified: boolean;
}

const FIND_ADDRESSEE = `
SELECT id, email, username, email_verified_at IS NOT NULL AS "isVerified" FROM users
 WHERE (lower(email) = lower($1) OR lower(username) = lower($1)) AND deleted_at IS NULL
 ORDER BY lower(email) = lower($1) DESC LIMIT 1`;

/** Whoever has this address or username. Unscoped: the answer may not tell what was found. */
export async function findAddressee(identifier: string): Promise<Addressee | null> {
  const [row] = await statement<Addressee & Record<string, unknown>>("verification.find", FIND_ADDRESSEE, [identifier]);
  return row ?? null;
}

const IS_HELD = `($6::uuid IS NULL OR EXISTS (SELECT 1 FROM held))`;

const SEND = `
WITH held AS (SELECT 1 FROM sessions s WHERE s.id = $6::uuid AND ${IS_OPEN_SQL("s")} FOR SHARE),
replaced AS (DELETE FROM one_time_tokens WHERE purpose = $1 AND user_id = $2::uuid AND consumed_at IS NULL AND ${IS_HELD}),
issued AS (${ISSUE_TOKEN_SQL("$3", IS_HELD)}),
mailed AS (${outboxInsert("$4", IS_HELD)}),
${AUDIT_CTES("$5")}
SELECT 1 AS written`;

export interface Sending {
  purpose: Purpose;
  /** Whose earlier tokens of this purpose stop working; null: nobody's. */
  userId: string | null;
  token: IssuedToken | null;
  mails: OutboxMessage[];
  audit: AuditRows;
  /** In which it is asked for: one that has ended meanwhile sends nothing. */
  sessionId?: string;
}

/** Token, mail and audit row in one commit; of nothing to send the audit row alone. */
export async function sendToken({ purpose, userId, token, mails, audit, sessionId }: Sending): Promise<void> {
  const rows = [JSON.stringify(token?.row ?? {}), JSON.stringify(mails.map(outboxRow)), JSON.stringify([audit])];
  await statement("verification.send", SEND, [purpose, userId, ...rows, sessionId ?? null]);
}

export interface AddressOwner {
  id: string;
  email: string;
  username: string;
  passwordHash: string | null;
  isVerified: boolean;
  provider: string;
  organizationId: string | null;
  firstName: string | null;
  lastName: string | null;
}

const OWNER = `
SELECT id, email, username, password_hash AS "passwordHash", email_verified_at IS NOT NULL AS "isVerified", provider,
       active_organization_id AS "organizationId", first_name AS "firstName", last_name AS "lastName"
  FROM users WHERE id = $1::uuid AND deleted_at IS NULL`;

export async function findOwner(userId: string): Promise<AddressOwner | null> {
  const [row] = await statement<AddressOwner & Record<string, unknown>>("verification.owner", OWNER, [userId]);
  return row ?? null;
}

/** Takes the lock that every change of an account takes. */
export async function lockOwner(tx: Tx, userId: string): Promise<AddressOwner | null> {
  const [row] = await tx.$queryRawUnsafe<AddressOwner[]>(`${OWNER} FOR NO KEY UPDATE`, userId);
  return row ?? null;
}

export const markVerified = (tx: Tx, userId: string) =>
  tx.$executeRaw`UPDATE users SET email_verified_at = app_now(), updated_at = app_now() WHERE id = ${userId}::uuid`;

export const setPassword = (tx: Tx, userId: string, hash: string) =>
  tx.$executeRaw`UPDATE users SET password_hash = ${hash}, password_changed_at = app_now(), must_change_password = false WHERE id = ${userId}::uuid`;
