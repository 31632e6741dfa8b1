/**
 * The only maker of sessions and of tokens. Every door (REST, forms, Auth.js) comes here. Sessions are rows; the row
 * is the family of its refresh tokens (RFC 9700 section 4.14.2). Rotation: rotate-session.ts. Ending: end-sessions.ts.
 */
import { randomToken, sha256 } from "@/lib/crypto";
import { bytea, statement } from "@/lib/db";
import { env } from "@/lib/env";
import { newId } from "@/lib/ids";
import { deviceOf, fingerprintOf } from "./device";
import type { RequestContext } from "./request-context";

export interface NewSession {
  sessionId: string;
  refreshToken: string;
  /** The parameter of `BEGIN_SESSION_CTES`. */
  row: Record<string, unknown>;
}

/** Begins a session for whoever the surrounding statement finds. `amr`: RFC 8176 names, such as `pwd`. */
export function newSession(ctx: RequestContext, options: { amr: string[]; rememberMe: boolean }): NewSession {
  const device = deviceOf(ctx.userAgent);
  const sessionId = newId();
  const refreshToken = randomToken();
  return {
    sessionId,
    refreshToken,
    row: {
      session_id: sessionId,
      token_id: newId(),
      token_hash: bytea(sha256(refreshToken)),
      device_name: device.name,
      browser: device.browser,
      os: device.os,
      device_fingerprint: fingerprintOf(ctx.userAgent, ctx.ipAddress),
      ip_address: ctx.ipAddress,
      user_agent: ctx.userAgent?.slice(0, 512) ?? null,
      country: ctx.geo.country,
      city: ctx.geo.city,
      amr: options.amr,
      remember_me: options.rememberMe,
      ttl_seconds: env.sessionTtlSeconds,
      idle_seconds: env.sessionIdleTimeoutSeconds ?? null,
      single: env.singleSessionPerUser,
    },
  };
}

/**
 * CTEs that begin a session for the one row of `person(id, active_organization_id)`: session, first refresh token and,
 * in single-session mode, the end of the others. The parameter is `NewSession.row` as JSON.
 */
export const BEGIN_SESSION_CTES = (parameter: string) => `
  begun AS (
    SELECT * FROM jsonb_to_record(${parameter}::jsonb) AS b(
      session_id uuid, token_id uuid, token_hash bytea, device_name text, browser text, os text,
      device_fingerprint text, ip_address text, user_agent text, country text, city text, amr text[],
      remember_me boolean, ttl_seconds int, idle_seconds int, single boolean)),
  others_ended AS (
    UPDATE sessions SET revoked_at = app_now(), revoke_reason = 'single_session'
      FROM person, begun WHERE begun.single AND user_id = person.id AND revoked_at IS NULL),
  session_begun AS (
    INSERT INTO sessions (id, user_id, organization_id, device_name, browser, os, device_fingerprint, ip_address,
      user_agent, country, city, amr, auth_time, remember_me, created_at, last_activity_at, idle_expires_at, expires_at,
      leaf_token_id)
    SELECT b.session_id, person.id, person.active_organization_id, b.device_name, b.browser, b.os, b.device_fingerprint,
      b.ip_address, b.user_agent, b.country, b.city, b.amr, app_now(), b.remember_me, app_now(), app_now(),
      app_now() + make_interval(secs => b.idle_seconds), app_now() + make_interval(secs => b.ttl_seconds), b.token_id
      FROM person, begun b
    RETURNING id, user_id, organization_id, amr, auth_time, expires_at),
  token_begun AS (
    INSERT INTO refresh_tokens (id, session_id, token_hash, state, created_at)
    SELECT b.token_id, s.id, b.token_hash, 'active', app_now() FROM session_begun s, begun b)`;

const KEEP_NEWEST = `
UPDATE sessions SET revoked_at = app_now(), revoke_reason = 'single_session'
 WHERE user_id = $1 AND revoked_at IS NULL
   AND id <> (SELECT id FROM sessions WHERE user_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1)`;

/**
 * Single-session mode, once a session has begun: `others_ended` cannot see a session that a parallel sign-in commits
 * while it waits, so whoever comes here last leaves the newest. Does nothing in any other mode.
 */
export async function keepNewestSession(userId: string): Promise<void> {
  if (env.singleSessionPerUser) await statement("session.keep-newest", KEEP_NEWEST, [userId]);
}
