/** The session that somebody had before they signed in again ends (ASVS V7.2.4); the device stays known. */
import type { EndPresented } from "@/lib/session/end-presented-sessions";
import type { Begun } from "./repo";

/** What is written of its end: done by whoever has signed in now, to whomever it belonged. */
export const replacedBy = (begun: Begun, seal: EndPresented["seal"]): EndPresented => ({
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
