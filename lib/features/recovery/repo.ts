/** Statements of recovery. They name people by a mailed token or by an address that was typed, never by a viewer. */
import { AUDIT_CTES, type AuditRows } from "@/lib/audit/audit-event";
import { statement, type Tx } from "@/lib/db";
import { type OutboxMessage, outboxInsert, outboxRow } from "@/lib/outbox/outbox";
import { IS_USABLE_SQL } from "@/lib/session/live-session";
import { ISSUE_TOKEN_SQL, type IssuedToken } from "@/lib/session/one-time-token";

/** Whose password is to be chosen anew, with what the new one is judged by. */
export interface Owner {
  id: string;
  email: string;
  username: string;
  firstName: string | null;
  lastName: string | null;
  organizationId: string | null;
  /** Neither banned, nor deactivated, nor deleted. */
  isUsable: boolean;
  hasPassword: boolean;
}

const OWNER = `SELECT u.id, u.email, u.username, u.first_name AS "firstName", u.last_name AS "lastName",
       u.active_organization_id AS "organizationId", ${IS_USABLE_SQL("u")} AS "isUsable",
       u.password_hash IS NOT NULL AS "hasPassword"
  FROM users u WHERE u.deleted_at IS NULL AND`;

const BY_EMAIL = `${OWNER} lower(u.email) = $1`;
const BY_ID = `${OWNER} u.id = $1`;

/** @param email - in lower case */
export async function findOwnerByEmail(email: string): Promise<Owner | null> {
  const [row] = await statement<Owner & Record<string, unknown>>("recovery.find-by-email", BY_EMAIL, [email]);
  return row ?? null;
}

export async function findOwner(userId: string): Promise<Owner | null> {
  const [row] = await statement<Owner & Record<string, unknown>>("recovery.find", BY_ID, [userId]);
  return row ?? null;
}

/**
 * What stands in the address's place already is withdrawn; a row that a use of its link holds at this moment is left to that
 * use, so that the two cannot wait for each other.
 */
const REQUEST = `
WITH superseded AS (
  SELECT id FROM one_time_tokens WHERE purpose = 'password_reset' AND address = $1 AND consumed_at IS NULL FOR UPDATE SKIP LOCKED),
withdrawn AS (DELETE FROM one_time_tokens t USING superseded s WHERE t.id = s.id),
issued AS (${ISSUE_TOKEN_SQL("$2")}),
mailed AS (${outboxInsert("$3")}),
${AUDIT_CTES("$4")}
SELECT 1 AS written`;

interface ResetRequest {
  /** In lower case. */
  email: string;
  token: IssuedToken;
  message: OutboxMessage;
  audit: AuditRows;
}

/** Token, mail and audit row in one commit; the address's former links stop working. */
export async function writeResetRequest({ email, token, message, audit }: ResetRequest): Promise<void> {
  await statement("recovery.request", REQUEST, [email, JSON.stringify(token.row), JSON.stringify([outboxRow(message)]), JSON.stringify([audit])]);
}

const SET_PASSWORD = `
UPDATE users u SET password_hash = $2, password_changed_at = app_now(), must_change_password = false, updated_at = app_now()
 WHERE u.id = $1::uuid AND lower(u.email) = $3 AND ${IS_USABLE_SQL("u")}`;

/** @returns false where the account has been closed, or has got another address, since the link was looked at */
export const setPassword = async (tx: Tx, { id, email, hash }: { id: string; email: string; hash: string }): Promise<boolean> =>
  (await tx.$executeRawUnsafe(SET_PASSWORD, id, hash, email)) === 1;

const FORGET_DEVICE = `DELETE FROM known_devices WHERE user_id = $1::uuid AND device_hash = $2`;

/** The next sign-in from it is one from an unknown device. */
export const forgetDevice = (tx: Tx, userId: string, deviceHash: Buffer) => tx.$executeRawUnsafe(FORGET_DEVICE, userId, deviceHash);
