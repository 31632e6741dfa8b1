/**
 * Who is calling. One prepared statement decides it against the database on every request: session alive, account
 * usable, permissions now. What outlives the request are the grants of roles, by versions that the same statement reads.
 */
import { createHash } from "node:crypto";
import { statement } from "@/lib/db";
import { verifyAccessToken } from "@/lib/edge/token";
import { AppError, BAD_REQUEST } from "@/lib/errors";
import { isId } from "@/lib/ids";
import type { RequestContext } from "./request-context";
import { HELD_ROLES_SINCE_SQL } from "./held-roles";
import { IS_OPEN_SQL, IS_USABLE_SQL } from "./live-session";
import type { HeldRole, Viewer } from "./principal";
import { rememberedGrants, type VersionedRole } from "./remembered-grants";

export type { HeldRole, Viewer };

interface Row {
  session_id: string;
  user_id: string;
  organization_id: string | null;
  email: string;
  username: string;
  first_name: string | null;
  last_name: string | null;
  avatar_id: string | null;
  email_verified_at: Date | null;
  mfa_enabled: boolean;
  mfa_due_at: Date | null;
  must_change_password: boolean;
  deletion_due_at: Date | null;
  amr: string[];
  auth_time: Date;
  auth_age_seconds: number;
  last_activity_at: Date;
  impersonator_id: string | null;
  roles: VersionedRole[];
}

const RESOLVE = `
SELECT s.id AS session_id, s.user_id, m.organization_id, u.email, u.username, u.first_name, u.last_name, u.avatar_id,
       u.email_verified_at, u.mfa_enabled, u.mfa_due_at, u.must_change_password, u.deletion_due_at, s.amr, s.auth_time,
       extract(epoch FROM app_now() - s.auth_time)::int AS auth_age_seconds, s.last_activity_at,
       s.impersonator_id, ${HELD_ROLES_SINCE_SQL("s.user_id", "m.organization_id", "$2::uuid[]")} AS roles
  FROM sessions s
  JOIN users u ON u.id = s.user_id
  LEFT JOIN memberships m ON m.user_id = s.user_id AND m.organization_id = s.organization_id
 WHERE s.id = $1
   AND ${IS_OPEN_SQL("s")}
   AND ${IS_USABLE_SQL("u")}`;

/** A short digest of what is held: changes whenever a role, a grant or an assignment does. */
export function permissionsVersion(roles: readonly HeldRole[]): string {
  const held = roles.map((role) => [role.id, role.organizationId, [...role.permissions].sort()]);
  return createHash("sha256").update(JSON.stringify(held)).digest("base64url").slice(0, 12);
}

const union = (roles: readonly HeldRole[]) => [...new Set(roles.flatMap((role) => role.permissions))].sort();

function toViewer(row: Row, roles: HeldRole[], via: Viewer["via"]): Viewer {
  return {
    userId: row.user_id,
    sessionId: row.session_id,
    organizationId: row.organization_id,
    email: row.email,
    username: row.username,
    firstName: row.first_name,
    lastName: row.last_name,
    avatarId: row.avatar_id,
    isEmailVerified: row.email_verified_at !== null,
    mfaEnabled: row.mfa_enabled,
    mfaDueAt: row.mfa_due_at,
    mustChangePassword: row.must_change_password,
    deletionDueAt: row.deletion_due_at,
    roles,
    permissions: union(roles),
    platformPermissions: union(roles.filter((role) => role.organizationId === null)),
    amr: row.amr,
    authTime: row.auth_time,
    authAgeSeconds: row.auth_age_seconds,
    lastActivityAt: row.last_activity_at,
    impersonatorId: row.impersonator_id,
    via,
  };
}

/**
 * The session id that a request's token names, and how it came. null for no, broken or expired tokens.
 * @throws AppError 400 when a Bearer token and a cookie name different people.
 */
async function namedSession(ctx: RequestContext): Promise<{ sessionId: string; via: Viewer["via"] } | null> {
  const { bearer, accessCookie } = ctx.credentials;
  const fromBearer = bearer ? await verifyAccessToken(bearer) : null;
  const fromCookie = accessCookie && !(bearer && accessCookie === bearer) ? await verifyAccessToken(accessCookie) : null;
  if (fromBearer?.ok && fromCookie?.ok && fromBearer.claims.sub !== fromCookie.claims.sub)
    throw new AppError(BAD_REQUEST, { message: "The Authorization header and the cookie belong to different people." });
  if (bearer) return fromBearer?.ok ? { sessionId: fromBearer.claims.sid, via: "bearer" } : null;
  return fromCookie?.ok ? { sessionId: fromCookie.claims.sid, via: "cookie" } : null;
}

async function resolve(ctx: RequestContext): Promise<Viewer | null> {
  const named = await namedSession(ctx);
  if (!named || !isId(named.sessionId)) return null;
  const grants = rememberedGrants();
  const [row] = await statement<Row & Record<string, unknown>>("session.resolve", RESOLVE, [named.sessionId, grants.known]);
  return row ? toViewer(row, grants.complete(row.roles), named.via) : null;
}

/** The viewer of a request, asked of the database once per request. */
export const viewerOf = (ctx: RequestContext): Promise<Viewer | null> => (ctx.memo.viewer ??= resolve(ctx));
