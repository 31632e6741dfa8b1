import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { endSessions } from "@/lib/session/end-sessions";
import { endedSessions } from "../schema";

export const endOtherSessions = defineOperation({
  name: "sessions.end-others",
  kind: "mutation",
  http: { method: "POST", path: "/api/audit/sessions/revoke-all" },
  summary: "End all of one's own sessions but the current one",
  access: signedIn(),
  limit: limits.ownWrite,
  output: endedSessions,
  audit: {
    actions: ["session.revoked_all"],
    describe: ({ output, viewer }) => ({
      targetUserId: viewer?.userId,
      metadata: { count: output.sessions_revoked },
    }),
  },
  async run({ viewer, tx }) {
    const ended = await endSessions(tx, { userId: viewer.userId, exceptSessionId: viewer.sessionId, reason: "user_logout_all" });
    return { message: ended === 1 ? "One other session was ended." : `${ended} other sessions were ended.`, sessions_revoked: ended };
  },
});
