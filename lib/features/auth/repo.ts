/** Statements of registration and sign-in. */
import { AUDIT_CTES, type AuditRows } from "@/lib/audit/audit-event";
import { sha256 } from "@/lib/crypto";
import { statement } from "@/lib/db";
import { GIVE_BACK_CTES } from "@/lib/rate-limit/rate-limit";
import { HELD_ROLES_SQL } from "@/lib/session/held-roles";
import { KEEP_DEVICE_CTE, type KnownDevice } from "@/lib/session/known-device";
import { IS_USABLE_SQL } from "@/lib/session/live-session";
import { BEGIN_SESSION_CTES, type NewSession } from "@/lib/session/session-store";
import type { HeldRole } from "@/lib/session/viewer";

export interface Candidate {
  id: string;
  passwordHash: string | null;
  /** The known device that presented its cookie, if the account has seen it. */
  knownDeviceId: string | null;
  organizationId: string | null;
}

/** One row also where there is nobody. */
const FIND_CANDIDATE = `
SELECT candidate.*, ARRAY(SELECT kind FROM password_kinds ORDER BY kind) AS kinds
  FROM (SELECT 1) one LEFT JOIN (
    SELECT u.id, u.password_hash AS "passwordHash", d.id AS "knownDeviceId", u.active_organization_id AS "organizationId"
      FROM users u LEFT JOIN known_devices d ON d.user_id = u.id AND d.device_hash = $2
     WHERE (lower(u.email) = lower($1) OR lower(u.username) = lower($1)) AND u.deleted_at IS NULL
     ORDER BY lower(u.email) = lower($1) DESC LIMIT 1) candidate ON true`;

interface Found {
  /** Whoever has this e-mail address or username, in any letter case. */
  candidate: Candidate | null;
  /** Of the password hashes that people brought from other systems: what a comparison has to do for everybody alike. */
  kinds: string[];
}

export async function findCandidate(identifier: string, deviceToken: string | null): Promise<Found> {
  const deviceHash = deviceToken ? sha256(deviceToken) : null;
  const [row] = await statement<(Candidate | { id: null }) & { kinds: string[] }>("login.find", FIND_CANDIDATE, [identifier, deviceHash]);
  const { kinds = [], ...candidate } = row ?? { id: null };
  return { candidate: candidate.id === null ? null : (candidate as Candidate), kinds };
}

const SIGN_IN = `
WITH person AS (
  UPDATE users u SET last_login_at = app_now(), password_hash = coalesce($7, u.password_hash)
   WHERE u.id = $1 AND u.password_hash = $2 AND ${IS_USABLE_SQL("u")}
  RETURNING u.id, u.active_organization_id),
${BEGIN_SESSION_CTES("$3")},
${KEEP_DEVICE_CTE("$4")},
${GIVE_BACK_CTES("$5", "EXISTS (SELECT 1 FROM person)")},
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
  /** Compared again in the statement: a password changed since it was verified signs nobody in. */
  passwordHash: string;
  /** The same password's hash as we make it, in place of one of another kind. */
  renewedHash: string | null;
  session: NewSession;
  /** null: a client that keeps no cookies, and so could never be recognised. */
  device: KnownDevice | null;
  giveBack: string[];
  /** For success and for a refusal by the account's state; the statement writes the one that happened. null: none for a refusal. */
  audit: { success: AuditRows; refusal: AuditRows | null };
}

/** Session, refresh token, device, counters and audit row in one commit; null where the account may not sign in. */
export async function signIn({ userId, passwordHash, renewedHash, session, device, giveBack, audit }: SignIn): Promise<Begun | null> {
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
  ]);
  return row ?? null;
}

const RECORD_FAILURE = `WITH ${AUDIT_CTES("$1")} SELECT 1 AS written`;

/** A failed try is never deleted and never rolled back. */
export const recordFailedSignIn = (rows: AuditRows) =>
  statement("login.record-failure", RECORD_FAILURE, [JSON.stringify([rows])]);
