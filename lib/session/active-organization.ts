/**
 * The active organization of a session, and what becomes of it when a membership ends. A session keeps an id; whether it
 * counts is decided on every request, by the membership (viewer.ts), so that access ends with the membership whatever
 * happens here. Locks are taken in the order membership, account, session.
 */
import type { Tx } from "@/lib/db";
import { makeAccessToken } from "./access-token";
import { HELD_ROLES_SQL } from "./held-roles";
import type { RequestContext } from "./request-context";
import type { HeldRole } from "./viewer";

/** Whoever takes the membership away waits here, and then finds the session that was switched. */
const HOLD_MEMBERSHIP = `SELECT organization_id FROM memberships WHERE organization_id = $1::uuid AND user_id = $2::uuid FOR SHARE`;

const REMEMBER = `UPDATE users SET active_organization_id = $1::uuid WHERE id = $2::uuid`;

const ACTIVATE = `UPDATE sessions SET organization_id = $1::uuid WHERE id = $2::uuid AND user_id = $3::uuid AND revoked_at IS NULL`;

interface Whose {
  userId: string;
  sessionId: string;
}

/**
 * Makes an organization the active one of a session, and of the person's next sign-ins. Other sessions keep theirs.
 * @returns false where there is no membership, or no more
 */
export async function activateOrganization(tx: Tx, organizationId: string, { userId, sessionId }: Whose): Promise<boolean> {
  const [held] = await tx.$queryRawUnsafe<unknown[]>(HOLD_MEMBERSHIP, organizationId, userId);
  if (!held) return false;
  await tx.$executeRawUnsafe(REMEMBER, organizationId, userId);
  await tx.$executeRawUnsafe(ACTIVATE, organizationId, sessionId, userId);
  return true;
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

interface Subject {
  organizationId: string | null;
  amr: string[];
  authTime: Date;
  expiresAt: Date;
  rememberMe: boolean;
  roles: HeldRole[];
}

const SUBJECT = `
SELECT m.organization_id AS "organizationId", s.amr, s.auth_time AS "authTime", s.expires_at AS "expiresAt", s.remember_me AS "rememberMe",
       ${HELD_ROLES_SQL("s.user_id", "m.organization_id")} AS roles
  FROM sessions s LEFT JOIN memberships m ON m.user_id = s.user_id AND m.organization_id = s.organization_id
 WHERE s.id = $1::uuid AND s.revoked_at IS NULL`;

/**
 * A new access token for a session whose organization has changed; its refresh token stays. The one before still names
 * the session, and the server asks the database anyway: only the edge reads permissions from a token.
 * @returns the organization that is active now
 */
export async function renewAccess(ctx: RequestContext, tx: Tx, { userId, sessionId }: Whose): Promise<string | null> {
  const [subject] = await tx.$queryRawUnsafe<Subject[]>(SUBJECT, sessionId);
  if (!subject) return null;
  const { expiresAt, rememberMe, ...claims } = subject;
  ctx.effects.access = { accessToken: await makeAccessToken({ ...claims, userId, sessionId }), expiresAt, rememberMe };
  return subject.organizationId;
}
