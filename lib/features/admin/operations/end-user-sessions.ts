import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { coversGrants } from "@/lib/access/reach";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { endSessions } from "@/lib/session/end-sessions";
import { OUT_OF_REACH } from "../errors";
import { trailOf } from "../guard-target";
import { messageOutput, sayOf, userIdParams } from "../schema";
import { findTarget, unsafeListGrants } from "../target";

const output = z.object({ ...messageOutput, sessions_revoked: z.number().int() });

export const endUserSessions = defineOperation({
  name: "user.end-sessions",
  kind: "mutation",
  http: { method: "POST", path: "/api/admin/users/{id}/sessions/revoke-all" },
  summary: "End all of somebody's sessions; one's own current one stays",
  access: can("sessions.revoke"),
  limit: limits.adminWrite,
  params: userIdParams,
  output,
  errors: { OUT_OF_REACH },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "sessions.revoke"), params.id),
  audit: {
    actions: ["session.admin_revoke_all"],
    describe: ({ output: { sessions_revoked }, resource, viewer }) => ({
      targetUserId: resource.id,
      resource: { type: "user", id: resource.id },
      organizationId: trailOf(viewer, resource),
      metadata: { sessions_revoked },
    }),
  },

  async run({ viewer, resource: { id }, tx, fail }) {
    if (id !== viewer.userId && !coversGrants(viewer, await unsafeListGrants(tx, id))) return fail(OUT_OF_REACH);
    const scope = scopeOf(viewer, "sessions.revoke");
    const revoked = await endSessions(tx, {
      userId: id,
      exceptSessionId: viewer.sessionId,
      organizationId: scope.kind === "organization" ? scope.organizationId : null,
      reason: "admin_revoke_all",
    });
    return { ...sayOf(id, revoked === 1 ? "One session was ended." : `${revoked} sessions were ended.`), sessions_revoked: revoked };
  },
});
