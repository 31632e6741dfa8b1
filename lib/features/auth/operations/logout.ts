import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { sha256 } from "@/lib/crypto";
import { verifyAccessToken } from "@/lib/edge/token";
import { isId } from "@/lib/ids";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import type { RequestContext } from "@/lib/session/request-context";
import { endSignIn, listNamedSessions } from "../repo";
import { messageFields, say } from "../schema";

/** An expired access token still names the session that its bearer wants to leave. */
async function namedSession(ctx: RequestContext): Promise<string | null> {
  const token = ctx.credentials.bearer ?? ctx.credentials.accessCookie;
  if (!token) return null;
  const verdict = await verifyAccessToken(token);
  const sid = verdict.ok || verdict.reason === "expired" ? verdict.claims.sid : null;
  return isId(sid) ? sid : null;
}

export const logout = defineOperation({
  name: "auth.logout",
  kind: "statement",
  http: { method: "POST", path: "/api/auth/logout" },
  summary: "End the session that the request's tokens name; always answers 200",
  access: anyone(),
  limit: limits.session,
  input: z.object({ refresh_token: z.string().max(1000).optional() }),
  output: z.object(messageFields),
  audit: writesAudit("user.logout"),
  beforePasswordChange: true,

  async run({ ctx, input, seal }) {
    ctx.effects.session = "ended";
    const sessionId = await namedSession(ctx);
    const refreshToken = input.refresh_token ?? ctx.credentials.refreshCookie;
    const refreshHash = refreshToken ? sha256(refreshToken) : null;
    const families = sessionId || refreshHash ? await listNamedSessions(sessionId, refreshHash) : [];
    if (families.length > 0) {
      const rows = families.map((family) =>
        seal({
          action: "user.logout",
          actorId: family.userId,
          targetUserId: family.userId,
          sessionId: family.sessionId,
          organizationId: family.organizationId,
        }),
      );
      await endSignIn(sessionId, refreshHash, rows);
    }
    return say("Successfully logged out");
  },
});
