/** Statements of registration and sign-in. */
import { AUDIT_CTES, type AuditRows } from "@/lib/audit/audit-event";
import { sha256 } from "@/lib/crypto";
import { statement } from "@/lib/db";
import { outboxInsert } from "@/lib/outbox/outbox";
import { GIVE_BACK_CTES } from "@/lib/rate-limit/rate-limit";
import { HELD_ROLES_SQL } from "@/lib/session/held-roles";
import { IS_TRUSTED_SQL, KEEP_DEVICE_CTE, type KnownDevice } from "@/lib/session/known-device";
import { IS_USABLE_SQL } from "@/lib/session/live-session";
import { ISSUE_TOKEN_SQL } from "@/lib/session/one-time-token";
import { BEGIN_SESSION_CTES, type NewSession } from "@/lib/session/session-store";
import type { HeldRole } from "@/lib/session/viewer";
import type { NewDeviceNotice } from "./new-device-notice";

/** Whoever a door has found, before anything is said of whether they may come in. */
export interface PersonAtDoor {
  id: string;
  email: string;
  organizationId: string | null;
  /** Neither banned, nor deactivated, nor deleted. */
  isUsable: boolean;
  isVerified: boolean;
  mfaEnabled: boolean;
  /** The known device that presented its cookie, if the account has seen it. */
  knownDeviceId: string | null;
  /** Its owner has said that it needs no second factor, and that time is not over. */
  isTrustedDevice: boolean;
  /** The account as the door has recognised it: another one once its owner has taken it back, or its password or address has changed. */
  standing: string;
}

export interface Candidate extends PersonAtDoor {
  passwordHash: string | null;
}

/** Of `users AS <user>`: `PersonAtDoor.standing`. Not of the hash, which a sign-in may renew. */
export const STANDING_SQL = (user: string): string => `
  concat_ws(' ', lower(${user}.email), coalesce(extract(epoch FROM ${user}.password_changed_at), 0), coalesce(extract(epoch FROM ${user}.email_verified_at), 0))`;

/** Of `users AS u` and the known device `d`, if there is one. */
const AT_DOOR = `u.id, u.email, u.active_organization_id AS "organizationId", ${IS_USABLE_SQL("u")} AS "isUsable",
       u.email_verified_at IS NOT NULL AS "isVerified", u.mfa_enabled AS "mfaEnabled", d.id AS "knownDeviceId",
       ${IS_TRUSTED_SQL("d", "u")} AS "isTrustedDevice", ${STANDING_SQL("u")} AS standing`;
const DEVICE_JOIN = "LEFT JOIN known_devices d ON d.user_id = u.id AND d.device_hash = $2";

const FIND_AT_DOOR = `SELECT ${AT_DOOR} FROM users u ${DEVICE_JOIN} WHERE u.id = $1 AND u.deleted_at IS NULL`;

const hashOf = (deviceToken: string | null): Buffer | null => (deviceToken ? sha256(deviceToken) : null);

/** Of a door that knows whom it has before it, such as a provider's or a passkey's. */
export async function findPersonAtDoor(userId: string, deviceToken: string | null): Promise<PersonAtDoor | null> {
  const [row] = await statement<PersonAtDoor & Record<string, unknown>>("door.find", FIND_AT_DOOR, [userId, hashOf(deviceToken)]);
  return row ?? null;
}

const IS_CONNECTED = `SELECT 1 FROM accounts WHERE user_id = $1 AND provider = $2 LIMIT 1`;

export const isConnected = async (userId: string, provider: string): Promise<boolean> => (await statement("door.is-connected", IS_CONNECTED, [userId, provider])).length === 1;

export interface AddressOwner {
  id: string;
  organizationId: string | null;
  isUsable: boolean;
  isVerified: boolean;
}

const FIND_ADDRESS_OWNER = `
SELECT u.id, u.active_organization_id AS "organizationId", ${IS_USABLE_SQL("u")} AS "isUsable", u.email_verified_at IS NOT NULL AS "isVerified"
  FROM users u WHERE lower(u.email) = lower($1) AND u.deleted_at IS NULL`;

/** Whose address it is, proved or not. */
export async function findAddressOwner(email: string): Promise<AddressOwner | null> {
  const [row] = await statement<AddressOwner & Record<string, unknown>>("door.find-address", FIND_ADDRESS_OWNER, [email]);
  return row ?? null;
}

/** One row also where there is nobody. */
const FIND_CANDIDATE = `
SELECT candidate.*, ARRAY(SELECT kind FROM password_kinds ORDER BY kind) AS kinds
  FROM (SELECT 1) one LEFT JOIN (
    SELECT ${AT_DOOR}, u.password_hash AS "passwordHash"
      FROM users u ${DEVICE_JOIN}
     WHERE (lower(u.email) = lower($1) OR lower(u.username) = lower($1)) AND u.deleted_at IS NULL
     ORDER BY lower(u.email) = lower($1) DESC LIMIT 1) candidate ON true`;

interface Found {
  /** Whoever has this e-mail address or username, in any letter case. */
  candidate: Candidate | null;
  /** Of the password hashes that people brought from other systems: what a comparison has to do for everybody alike. */
  kinds: string[];
}

export async function findCandidate(identifier: string, deviceToken: string | null): Promise<Found> {
  const [row] = await statement<(Candidate | { id: null }) & { kinds: string[] }>("login.find", FIND_CANDIDATE, [identifier, hashOf(deviceToken)]);
  const { kinds = [], ...candidate } = row ?? { id: null };
  return { candidate: candidate.id === null ? null : (candidate as Candidate), kinds };
}

/**
 * Whether a sign-in is one to tell the owner of: not their first, and not from a client without cookies that has come with this
 * name from this address. All of a statement sees what was there before it.
 */
const IS_NEWS = `EXISTS (SELECT 1 FROM person) AND (SELECT last_login_at FROM users WHERE id = $1) IS NOT NULL
     AND ($4::jsonb IS NOT NULL OR NOT EXISTS (
       SELECT 1 FROM sessions WHERE user_id = $1 AND device_name = $3::jsonb->>'device_name' AND ip_address IS NOT DISTINCT FROM $3::jsonb->>'ip_address'))`;

const SIGN_IN = `
WITH person AS (
  UPDATE users u SET last_login_at = app_now(), password_hash = coalesce($7, u.password_hash)
   WHERE u.id = $1 AND ($2::text IS NULL OR u.password_hash = $2) AND ${IS_USABLE_SQL("u")}
     AND (NOT $8::boolean OR u.email_verified_at IS NOT NULL) AND ($9::boolean OR NOT u.mfa_enabled)
     AND ${STANDING_SQL("u")} = $12
  RETURNING u.id, u.active_organization_id),
${BEGIN_SESSION_CTES("$3")},
${KEEP_DEVICE_CTE("$4")},
${GIVE_BACK_CTES("$5", "EXISTS (SELECT 1 FROM person)")},
reportable AS (${ISSUE_TOKEN_SQL("$10", IS_NEWS)}),
told AS (${outboxInsert("$11", IS_NEWS)}),
${AUDIT_CTES("$6", "EXISTS (SELECT 1 FROM person) = (value->>'success')::boolean")}
SELECT s.id AS "sessionId", s.user_id AS "userId", s.organization_id AS "organizationId", s.amr, s.auth_time AS "authTime",
       s.expires_at AS "expiresAt", ${HELD_ROLES_SQL("s.user_id", "s.organization_id")} AS roles
  FROM session_begun s`;

export interface Begun {
  sessionId: string;
  userId: string;
  organizationId: string | null;
  amr: string[];
  authTime: Date;
  expiresAt: Date;
  roles: HeldRole[];
}

export interface SignIn {
  userId: string;
  /** Compared again in the statement: a password changed since it was verified signs nobody in. null: another door than the password's. */
  passwordHash: string | null;
  /** The same password's hash as we make it, in place of one of another kind. */
  renewedHash: string | null;
  /** Compared again in the statement, as the hash is: what was begun before the account was taken back signs nobody in. */
  standing: string;
  /** The address has to be verified, as it had to be when the door looked. */
  mustBeVerified: boolean;
  /** The second factor was given, or is not asked here; else whoever has one does not come in. */
  isSecondFactorDone: boolean;
  session: NewSession;
  /** null: a client that keeps no cookies, and so could never be recognised. */
  device: KnownDevice | null;
  /** For the owner, where the device is not known; the statement decides whether it is sent. */
  notice: NewDeviceNotice | null;
  giveBack: string[];
  /** For success and for a refusal by the account's state; the statement writes the one that happened. null: none for a refusal. */
  audit: { success: AuditRows; refusal: AuditRows | null };
}

/** Session, refresh token, device, counters and audit row in one commit; null where the account may not sign in. */
export async function signIn({ userId, passwordHash, renewedHash, standing, mustBeVerified, isSecondFactorDone, session, device, notice, giveBack, audit }: SignIn): Promise<Begun | null> {
  const [row] = await statement<Begun & Record<string, unknown>>("login.sign-in", SIGN_IN, [
    userId,
    passwordHash,
    JSON.stringify(session.row),
    device && JSON.stringify(device.row),
    giveBack,
    JSON.stringify([
      { success: true, ...audit.success },
      ...(audit.refusal ? [{ success: false, ...audit.refusal }] : []),
    ]),
    renewedHash,
    mustBeVerified,
    isSecondFactorDone,
    notice && JSON.stringify(notice.token),
    notice && JSON.stringify([notice.mail]),
    standing,
  ]);
  return row ?? null;
}

const BEGIN_GRACE = `UPDATE users SET mfa_due_at = app_now() + make_interval(days => $2) WHERE id = $1 AND mfa_due_at IS NULL AND NOT mfa_enabled`;

/** Until when somebody may go on without the second factor that they have to have: from their first sign-in under the policy. */
export const beginGrace = (userId: string, days: number) => statement("login.begin-grace", BEGIN_GRACE, [userId, days]);

const RECORD_FAILURE = `WITH ${AUDIT_CTES("$1")} SELECT 1 AS written`;

/** A failed try is never deleted and never rolled back. */
export const recordFailedSignIn = (rows: AuditRows) =>
  statement("login.record-failure", RECORD_FAILURE, [JSON.stringify([rows])]);
