import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { endPresentedSessions } from "@/lib/session/end-presented-sessions";
import { messageFields, say } from "../schema";

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
    await endPresentedSessions(ctx, {
      refreshToken: input.refresh_token,
      reason: "user_logout",
      seal,
      audit: ({ userId, ...session }) => ({ action: "user.logout", actorId: userId, targetUserId: userId, ...session }),
    });
    return say("Successfully logged out");
  },
});
