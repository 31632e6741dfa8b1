/**
 * Ends the sessions that a request's own tokens name: at logout, and when somebody signs in again (ASVS V7.2.4: the
 * session that was there before ends with its successor's beginning).
 */
import { AUDIT_CTES, type AuditInput, type AuditRows } from "@/lib/audit/audit-event";
import { sha256 } from "@/lib/crypto";
import { statement } from "@/lib/db";
import { verifyAccessToken } from "@/lib/edge/token";
import { isId } from "@/lib/ids";
import type { RequestContext } from "./request-context";

export interface PresentedSession {
  sessionId: string;
  userId: string;
  organizationId: string | null;
}

export interface EndPresented {
  /** Why, as `revoke_reason` keeps it. */
  reason: "user_logout" | "signed_in_again";
  /** The audit row of one end. */
  audit: (session: PresentedSession) => AuditInput;
  seal: (event: AuditInput) => AuditRows;
}

const FIND = `
SELECT s.id AS "sessionId", s.user_id AS "userId", s.organization_id AS "organizationId"
  FROM sessions s WHERE s.revoked_at IS NULL
   AND (s.id = $1 OR s.id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $2))`;

const END = `
WITH ended AS (
  UPDATE sessions SET revoked_at = app_now(), revoke_reason = $2
   WHERE revoked_at IS NULL AND id = ANY($1::uuid[])
  RETURNING id),
${AUDIT_CTES("$3", "EXISTS (SELECT 1 FROM ended WHERE id = (value->>'ends')::uuid)")}
SELECT id FROM ended`;

/** An expired access token still names the session that its bearer wants to leave. */
async function namedByAccessToken({ credentials }: RequestContext): Promise<string | null> {
  const token = credentials.bearer ?? credentials.accessCookie;
  if (!token) return null;
  const verdict = await verifyAccessToken(token);
  const sid = verdict.ok || verdict.reason === "expired" ? verdict.claims.sid : null;
  return isId(sid) ? sid : null;
}

/**
 * The sessions that have not been ended: one or none, two where a stale cookie names another.
 * @param refreshToken - one that came in the body; it stands in place of the cookie
 */
export async function listPresentedSessions(ctx: RequestContext, refreshToken?: string): Promise<PresentedSession[]> {
  const sessionId = await namedByAccessToken(ctx);
  const presented = refreshToken ?? ctx.credentials.refreshCookie;
  if (!sessionId && !presented) return [];
  return statement<PresentedSession & Record<string, unknown>>("session.find-presented", FIND, [sessionId, presented ? sha256(presented) : null]);
}

/** Those that somebody else has ended meanwhile write no row. */
export async function endPresentedSessions(sessions: readonly PresentedSession[], { reason, audit, seal }: EndPresented): Promise<void> {
  if (sessions.length === 0) return;
  const rows = sessions.map((session) => ({ ends: session.sessionId, ...seal(audit(session)) }));
  await statement("session.end-presented", END, [sessions.map((session) => session.sessionId), reason, JSON.stringify(rows)]);
}
