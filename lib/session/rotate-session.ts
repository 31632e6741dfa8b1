/**
 * Refresh with rotation (docs/decisions/004; RFC 9700 section 4.14.2). One statement, one commit. The session row is
 * locked first, and the state that decides (`leaf_token_id`, `state`, `rotated_at`) is read through that lock, so that
 * parallel callers of one token find one successor: the first makes it, the others decrypt it.
 */
import { AUDIT_CTES, type AuditOrigin, sealEvent } from "@/lib/audit/audit-event";
import { now, nowSeconds } from "@/lib/clock";
import { decrypt, deriveKey, encrypt, randomToken, sha256 } from "@/lib/crypto";
import { statement } from "@/lib/db";
import { FRESH_TOKEN_SECONDS, verifyAccessToken } from "@/lib/edge/token";
import { queueMail } from "@/lib/email/queue-mail";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runAfter, runBefore } from "@/lib/hooks/run-hooks";
import { newId } from "@/lib/ids";
import { countRefresh } from "@/lib/metrics/events";
import { outboxInsert, outboxRow } from "@/lib/outbox/outbox";
import { makeAccessToken } from "./access-token";
import { deviceOf } from "./device";
import { HELD_ROLES_SQL } from "./held-roles";
import { IS_OPEN_SQL, IS_USABLE_SQL } from "./live-session";
import type { IssuedSession, RequestContext } from "./request-context";
import { type HeldRole, viewerOf } from "./viewer";

/** The child's key comes from the presented token, so that the database alone reveals nothing. */
const childKey = (presented: string) => deriveKey(presented, "refresh child v1");

/** Finds the family of a token before it is locked: whom to audit, where to send a warning. */
interface Found {
  session_id: string;
  user_id: string;
  organization_id: string | null;
  email: string;
}

const FIND = `
SELECT t.session_id, s.user_id, s.organization_id, u.email
  FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
 WHERE t.token_hash = $1`;

const ROTATE = `
WITH locked AS (
  SELECT t.id AS token_id, t.state, t.child_id, t.child_cipher, t.rotated_at, s.id AS session_id, s.user_id,
         s.leaf_token_id, s.amr, s.auth_time, s.expires_at, s.remember_me,
         (SELECT m.organization_id FROM memberships m
           WHERE m.user_id = s.user_id AND m.organization_id = s.organization_id) AS organization_id,
         ${IS_OPEN_SQL("s")} AND ${IS_USABLE_SQL("u")} AS live
    FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
   WHERE t.token_hash = $1
     FOR UPDATE OF s, t),
decided AS (
  SELECT *, CASE
    WHEN NOT live THEN 'dead'
    WHEN state = 'active' AND token_id = leaf_token_id THEN 'rotated'
    WHEN state = 'rotated' AND child_id = leaf_token_id
     AND rotated_at > app_now() - make_interval(secs => $2::int) THEN 'repeated'
    ELSE 'reused' END AS verdict
    FROM locked),
parent AS (
  UPDATE refresh_tokens t SET state = 'rotated', child_id = $3::uuid, child_cipher = $4::bytea, rotated_at = app_now()
    FROM decided d WHERE d.verdict = 'rotated' AND t.id = d.token_id),
child AS (
  INSERT INTO refresh_tokens (id, session_id, token_hash, parent_id, state, created_at)
  SELECT $3::uuid, d.session_id, $5::bytea, d.token_id, 'active', app_now() FROM decided d WHERE d.verdict = 'rotated'),
family AS (
  UPDATE sessions s SET
    leaf_token_id = CASE d.verdict WHEN 'rotated' THEN $3::uuid ELSE s.leaf_token_id END,
    last_activity_at = CASE d.verdict WHEN 'rotated' THEN app_now() ELSE s.last_activity_at END,
    idle_expires_at = CASE d.verdict WHEN 'rotated' THEN app_now() + make_interval(secs => $6::int) ELSE s.idle_expires_at END,
    revoked_at = CASE d.verdict WHEN 'reused' THEN app_now() ELSE s.revoked_at END,
    revoke_reason = CASE d.verdict WHEN 'reused' THEN 'token_reuse' ELSE s.revoke_reason END
    FROM decided d WHERE s.id = d.session_id AND d.verdict IN ('rotated', 'reused')),
${AUDIT_CTES("$7", "value->>'verdict' = (SELECT verdict FROM decided)")},
warned AS (${outboxInsert("$8", "(SELECT verdict FROM decided) = 'reused'")})
SELECT d.*, ${HELD_ROLES_SQL("d.user_id", "d.organization_id")} AS roles FROM decided d`;

interface Decided {
  verdict: "dead" | "rotated" | "repeated" | "reused";
  session_id: string;
  user_id: string;
  organization_id: string | null;
  child_cipher: Buffer | null;
  amr: string[];
  auth_time: Date;
  expires_at: Date;
  remember_me: boolean;
  roles: HeldRole[];
}

/**
 * The session behind a refresh token, renewed; null for unknown, dead and reused tokens alike. Reuse has then ended the
 * family, written `token.reuse_detected` and queued a mail to the owner.
 *
 * @throws AppError HOOK_REFUSED by a product's `beforeTokenRefresh`; the token then stays as it was
 */
export async function rotateSession(ctx: RequestContext, presented: string): Promise<IssuedSession | null> {
  const tokenHash = sha256(presented);
  const [found] = await statement<Found & Record<string, unknown>>("refresh.find", FIND, [tokenHash]);
  if (!found) {
    countRefresh("unknown");
    return null;
  }
  const subject = { userId: found.user_id, sessionId: found.session_id };
  await runBefore("beforeTokenRefresh", subject, ctx);
  const child = randomToken();
  const [decided] = await statement<Decided & Record<string, unknown>>("refresh.rotate", ROTATE, [
    tokenHash,
    env.refreshGraceSeconds,
    newId(),
    encrypt(childKey(presented), child),
    sha256(child),
    env.sessionIdleTimeoutSeconds ?? null,
    JSON.stringify(auditRows(ctx, found)),
    JSON.stringify([outboxRow(warning(ctx, found))]),
  ]);
  countRefresh(decided?.verdict ?? "unknown");
  if (!decided || decided.verdict === "dead" || decided.verdict === "reused") return null;
  runAfter("afterTokenRefresh", subject, ctx);
  const refreshToken = decided.verdict === "rotated" ? child : successor(decided, presented);
  return {
    accessToken: await makeAccessToken({
      userId: decided.user_id,
      sessionId: decided.session_id,
      organizationId: decided.organization_id,
      roles: decided.roles,
      amr: decided.amr,
      authTime: decided.auth_time,
    }),
    refreshToken,
    sessionId: decided.session_id,
    expiresAt: decided.expires_at,
    rememberMe: decided.remember_me,
  };
}

/** As `rotateSession`, for pages: to somebody whom a product's hook refuses it, nothing is left but to sign in again. */
export async function renewSession(ctx: RequestContext, presented: string): Promise<IssuedSession | null> {
  try {
    return await rotateSession(ctx, presented);
  } catch (error) {
    if (error instanceof AppError && error.code === HOOK_REFUSED.code) return null;
    throw error;
  }
}

/**
 * Whether a request comes with what another one was given a moment ago: a browser that prefetches finds a token expired at several
 * pages at once. To renew again would make the token under way in the slowest of them one too old, and that ends the session.
 */
export async function isRenewedMeanwhile(ctx: RequestContext): Promise<boolean> {
  const { accessCookie } = ctx.credentials;
  const verdict = accessCookie ? await verifyAccessToken(accessCookie) : null;
  return verdict?.ok === true && nowSeconds() - verdict.claims.iat <= FRESH_TOKEN_SECONDS && (await viewerOf(ctx)) !== null;
}

function successor(decided: Decided, presented: string): string {
  if (!decided.child_cipher) throw new Error("a rotated refresh token has no successor");
  return decrypt(childKey(presented), decided.child_cipher);
}

/** One row for each outcome that is recorded; the statement writes the one that happened. */
function auditRows(ctx: RequestContext, found: Found) {
  const origin: AuditOrigin = {
    actorId: found.user_id,
    impersonatorId: null,
    organizationId: found.organization_id,
    sessionId: found.session_id,
    requestId: ctx.requestId,
    ipAddress: ctx.ipAddress,
    userAgent: ctx.userAgent,
  };
  const reuse = { action: "token.reuse_detected", success: false, targetUserId: found.user_id, metadata: { session_ended: true } };
  return [
    { verdict: "rotated", ...sealEvent({ action: "token.refresh" }, origin) },
    { verdict: "reused", ...sealEvent(reuse, origin) },
  ];
}

const warning = (ctx: RequestContext, found: Found) =>
  queueMail(
    "session-reuse-detected",
    found.email,
    { device: deviceOf(ctx.userAgent).name, at: now() },
    `session-reuse-detected:${found.session_id}`,
  );
