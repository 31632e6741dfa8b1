/** Keeps "last active" true without a write per request: after the answer, and at most once a minute per session. */
import { now } from "@/lib/clock";
import { statement } from "@/lib/db";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import type { RequestContext } from "./request-context";

const TOUCH_EVERY_MS = 60_000;

const TOUCH = `
UPDATE sessions SET last_activity_at = app_now(), idle_expires_at = app_now() + make_interval(secs => $2::int)
 WHERE id = $1 AND revoked_at IS NULL AND last_activity_at < app_now() - interval '60 seconds'`;

/** Never throws: a statistic must not fail a request. */
export async function touchSession(ctx: RequestContext): Promise<void> {
  try {
    const viewer = await ctx.memo.viewer;
    if (!viewer || now().getTime() - viewer.lastActivityAt.getTime() < TOUCH_EVERY_MS) return;
    await statement("session.touch", TOUCH, [viewer.sessionId, env.sessionIdleTimeoutSeconds ?? null]);
  } catch (error) {
    log.debug("session.touch-failed", { error });
  }
}
