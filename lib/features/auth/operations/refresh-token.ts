import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { looksLikeJwt } from "@/lib/edge/token";
import { UNAUTHORIZED } from "@/lib/errors";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { rotateSession } from "@/lib/session/rotate-session";
import { viewerOf } from "@/lib/session/viewer";
import { TWO_REFRESH_TOKENS } from "../errors";
import { messageFields, say, tokenFields } from "../schema";

export const refreshToken = defineOperation({
  name: "auth.refresh",
  kind: "statement",
  http: { method: "POST", path: "/api/auth/token/refresh" },
  summary: "Exchange a refresh token for a new pair",
  access: anyone(),
  limit: limits.refresh,
  input: z.object({ refresh_token: z.string().max(1000).optional() }),
  output: z.object({ ...messageFields, ...tokenFields }),
  errors: { UNAUTHORIZED, TWO_REFRESH_TOKENS, HOOK_REFUSED },
  audit: writesAudit("token.refresh", "token.reuse_detected"),
  whileDue: "anything",

  /** Body, Bearer header, cookie, in that order. An access token in the header is no refresh token. */
  async run({ ctx, input, fail }) {
    const { bearer, refreshCookie } = ctx.credentials;
    const fromHeader = bearer && !looksLikeJwt(bearer) ? bearer : null;
    const offered = [input.refresh_token, fromHeader, refreshCookie].filter((token): token is string => Boolean(token));
    if (new Set(offered).size > 1) return fail(TWO_REFRESH_TOKENS);
    const [presented] = offered;
    const session = presented ? await rotateSession(ctx, presented) : null;
    if (!session) {
      // Cookies that lead nowhere go away, but never while their access token is still good.
      if (refreshCookie && !(await viewerOf(ctx))) ctx.effects.session = "ended";
      return fail(UNAUTHORIZED);
    }
    ctx.effects.session = session;
    return say("Token refreshed successfully");
  },
});
