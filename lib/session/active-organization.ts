/**
 * The active organization of a session, and what becomes of it when a membership ends. A session keeps an id; whether it
 * counts is decided on every request, by the membership (viewer.ts), so that access ends with the membership whatever
 * happens here. Locks are taken in the order membership, account, session.
 */
import { AUDIT_CTES, type AuditRows } from "@/lib/audit/audit-event";
import { statement, type Tx } from "@/lib/db";
import { makeAccessToken } from "./access-token";
import { HELD_ROLES_SQL } from "./held-roles";
import type { RequestContext } from "./request-context";
import type { HeldRole } from "./viewer";

interface Whose {
  userId: string;
  sessionId: string;
}

/** What a new access token says. */
interface Subject {
  organizationId: string | null;
  amr: string[];
  authTime: Date;
  expiresAt: Date;
  rememberMe: boolean;
  roles: HeldRole[];
}

const SUBJECT_COLUMNS = `s.amr, s.auth_time AS "authTime", s.expires_at AS "expiresAt", s.remember_me AS "rememberMe"`;

/**
 * Whoever takes the membership away waits for `member`, and then finds the session that was switched. Each part stands on
 * the one before, since parts of a statement have no order otherwise.
 */
const ACTIVATE = `
WITH member AS (
  SELECT organization_id, user_id FROM memberships WHERE organization_id = $1::uuid AND user_id = $2::uuid FOR SHARE),
remembered AS (
  UPDATE users u SET active_organization_id = member.organization_id FROM member WHERE u.id = member.user_id RETURNING u.id),
activated AS (
  UPDATE sessions s SET organization_id = $1::uuid FROM remembered WHERE s.id = $3::uuid AND s.user_id = remembered.id AND s.revoked_at IS NULL
  RETURNING s.user_id, s.organization_id AS "organizationId", ${SUBJECT_COLUMNS}),
${AUDIT_CTES("$4", "EXISTS (SELECT 1 FROM activated)")}
SELECT activated.*, ${HELD_ROLES_SQL("activated.user_id", 'activated."organizationId"')} AS roles FROM activated`;

interface Activation extends Whose {
  organizationId: string;
  /** Written where it succeeds. */
  audit?: AuditRows[];
  /** Default: a statement that stands alone. */
  tx?: Tx;
}

/**
 * Makes an organization the active one of a session, and of the person's next sign-ins; other sessions keep theirs. The
 * session gets a new access token.
 * @returns false where there is no membership, or no more, or the session has ended
 */
export async function activateOrganization(ctx: RequestContext, { organizationId, userId, sessionId, audit = [], tx }: Activation): Promise<boolean> {
  const values = [organizationId, userId, sessionId, JSON.stringify(audit)];
  const [subject] = tx
    ? await tx.$queryRawUnsafe<Subject[]>(ACTIVATE, ...values)
    : await statement<Subject & Record<string, unknown>>("organization.activate", ACTIVATE, values);
  if (!subject) return false;
  await issueAccess(ctx, { userId, sessionId }, subject);
  return true;
}

/** The one before still names the session, and the server asks the database anyway: only the edge reads permissions from a token. */
async function issueAccess(ctx: RequestContext, { userId, sessionId }: Whose, subject: Subject): Promise<void> {
  const { organizationId, roles, amr, authTime, expiresAt, rememberMe } = subject;
  ctx.effects.access = { accessToken: await makeAccessToken({ userId, sessionId, organizationId, roles, amr, authTime }), expiresAt, rememberMe };
}

/** The oldest membership that is left. */
const FALLBACK = (userId: string) =>
  `(SELECT m.organization_id FROM memberships m WHERE m.user_id = ${userId} ORDER BY m.created_at, m.organization_id LIMIT 1)`;

const FORGET = `
WITH concerned AS (
  SELECT id FROM users WHERE active_organization_id = $1::uuid AND ($2::uuid IS NULL OR id = $2::uuid) ORDER BY id FOR NO KEY UPDATE)
UPDATE users u SET active_organization_id = ${FALLBACK("u.id")} FROM concerned c WHERE u.id = c.id`;

const DEACTIVATE = `
WITH concerned AS (
  SELECT id FROM sessions WHERE organization_id = $1::uuid AND revoked_at IS NULL AND ($2::uuid IS NULL OR user_id = $2::uuid)
   ORDER BY id FOR UPDATE)
UPDATE sessions s SET organization_id = ${FALLBACK("s.user_id")} FROM concerned c WHERE s.id = c.id`;

/**
 * For whoever has just taken memberships away: moves the open sessions in which the organization is active to the oldest
 * membership that is left, or to none. Must be statements of their own, since a statement does not see what was committed
 * while it waited. `userId` null: of everybody.
 */
export async function leaveActiveOrganization(tx: Tx, organizationId: string, userId: string | null): Promise<void> {
  await tx.$executeRawUnsafe(FORGET, organizationId, userId);
  await tx.$executeRawUnsafe(DEACTIVATE, organizationId, userId);
}

const SUBJECT = `
SELECT m.organization_id AS "organizationId", ${SUBJECT_COLUMNS}, ${HELD_ROLES_SQL("s.user_id", "m.organization_id")} AS roles
  FROM sessions s LEFT JOIN memberships m ON m.user_id = s.user_id AND m.organization_id = s.organization_id
 WHERE s.id = $1::uuid AND s.revoked_at IS NULL`;

/**
 * A new access token for a session whose organization may just have changed; its refresh token stays.
 * @returns the organization that is active now
 */
export async function renewAccess(ctx: RequestContext, tx: Tx, whose: Whose): Promise<string | null> {
  const [subject] = await tx.$queryRawUnsafe<Subject[]>(SUBJECT, whose.sessionId);
  if (!subject) return null;
  await issueAccess(ctx, whose, subject);
  return subject.organizationId;
}
