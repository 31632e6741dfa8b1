/** The session that somebody had before they signed in again ends (ASVS V7.2.4); the device stays known. */
import type { Seal } from "@/lib/operation";
import { endPresentedSessions, listPresentedSessions } from "@/lib/session/end-presented-sessions";
import type { RequestContext } from "@/lib/session/request-context";
import type { Begun } from "./repo";

/** Recorded as done by whoever has signed in now, to whomever the old one belonged. */
export async function endReplacedSession(ctx: RequestContext, begun: Begun, seal: Seal): Promise<void> {
  await endPresentedSessions(await listPresentedSessions(ctx), {
    reason: "signed_in_again",
    seal,
    audit: ({ sessionId, userId, organizationId }) => ({
      action: "session.revoked",
      actorId: begun.userId,
      targetUserId: userId,
      organizationId,
      sessionId: begun.sessionId,
      resource: { type: "session", id: sessionId },
      metadata: { reason: "signed_in_again" },
    }),
  });
}
