import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { NOT_FOUND } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { endSessions } from "@/lib/session/end-sessions";
import { findLiveSession } from "../repo";

export const endOwnSession = defineOperation({
  name: "sessions.end-own",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/audit/sessions/{session_id}" },
  summary: "End one of one's own sessions; the current one signs out",
  access: signedIn(),
  limit: limits.ownWrite,
  params: z.object({ session_id: z.uuid() }),
  output: z.object({ message: z.string(), session_id: z.uuid() }),
  /** Somebody else's session is as absent as one that never was. */
  scope: ({ viewer, params }) => findLiveSession(params.session_id, viewer.userId),
  audit: {
    actions: ["session.revoked"],
    describe: ({ output, viewer }) => ({
      targetUserId: viewer?.userId,
      resource: { type: "session", id: output.session_id },
    }),
  },
  async run({ ctx, viewer, resource: { id }, tx, fail }) {
    const ended = await endSessions(tx, { userId: viewer.userId, onlySessionId: id, reason: "user_logout" });
    if (ended === 0) return fail(NOT_FOUND);
    if (id === viewer.sessionId) ctx.effects.session = "ended";
    return { message: "The session was ended.", session_id: id };
  },
});
