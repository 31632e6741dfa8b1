import { makeAccessToken } from "@/lib/session/access-token";
import { HELD_ROLES_SQL } from "@/lib/session/held-roles";
import { BEGIN_SESSION_CTES, newSession } from "@/lib/session/session-store";
import type { HeldRole } from "@/lib/session/viewer";
import { oneRow } from "../setup/sql";
import { makeTestContext } from "../setup/test-context";

export interface TestSession {
  accessToken: string;
  refreshToken: string;
  sessionId: string;
}

export interface SessionOptions {
  ip?: string | null;
  userAgent?: string | null;
  rememberMe?: boolean;
  amr?: string[];
}

interface Begun extends Record<string, unknown> {
  organization_id: string | null;
  amr: string[];
  auth_time: Date;
  roles: HeldRole[];
}

const BEGIN = `
WITH person AS (SELECT id, active_organization_id FROM users WHERE id = $2),
${BEGIN_SESSION_CTES("$1")}
SELECT s.organization_id, s.amr, s.auth_time, ${HELD_ROLES_SQL("s.user_id", "s.organization_id")} AS roles FROM session_begun s`;

/** Begins a session with the session store's own SQL, as a sign-in does after its checks. */
export async function makeSession(user: { id: string }, options: SessionOptions = {}): Promise<TestSession> {
  const ctx = makeTestContext({ ip: options.ip, userAgent: options.userAgent });
  const { sessionId, refreshToken, row } = newSession(ctx, { amr: options.amr ?? ["pwd"], rememberMe: options.rememberMe ?? true });
  const begun = await oneRow<Begun>(BEGIN, [JSON.stringify(row), user.id]);
  const accessToken = await makeAccessToken({
    userId: user.id,
    sessionId,
    organizationId: begun.organization_id,
    roles: begun.roles,
    amr: begun.amr,
    authTime: begun.auth_time,
  });
  return { accessToken, refreshToken, sessionId };
}
