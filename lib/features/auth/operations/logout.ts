import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runAfter, runBefore } from "@/lib/hooks/run-hooks";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { endPresentedSessions, listPresentedSessions } from "@/lib/session/end-presented-sessions";
import { messageFields, say } from "../schema";
import { dropPending } from "../second-factor";

export const logout = defineOperation({
  name: "auth.logout",
  kind: "statement",
  http: { method: "POST", path: "/api/auth/logout" },
  summary: "End the session that the request's tokens name; always answers 200",
  access: anyone(),
  limit: limits.session,
  input: z.object({
    refresh_token: z.string().max(1000).optional(),
    mfa_token: z.string().max(1000).optional().meta({ description: "Of a sign-in that waits for its second step, which is given up" }),
  }),
  output: z.object(messageFields),
  errors: { HOOK_REFUSED },
  audit: writesAudit("user.logout"),
  whileDue: "anything",

  async prepare({ ctx, input }) {
    const sessions = await listPresentedSessions(ctx, input.refresh_token);
    for (const { userId, sessionId } of sessions) await runBefore("beforeLogout", { userId, sessionId }, ctx);
    return sessions;
  },

  async run({ ctx, input, prepared: sessions, seal }) {
    const pending = input.mfa_token ?? ctx.credentials.mfaCookie;
    if (pending) await dropPending(pending);
    ctx.effects.session = "ended";
    ctx.effects.isSignInOver = true;
    await endPresentedSessions(sessions, {
      reason: "user_logout",
      seal,
      audit: ({ userId, ...session }) => ({ action: "user.logout", actorId: userId, targetUserId: userId, ...session }),
    });
    for (const { userId, sessionId } of sessions) runAfter("afterLogout", { userId, sessionId }, ctx);
    return say("Successfully logged out");
  },
});
