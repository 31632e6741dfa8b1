import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { toWireSession } from "@/lib/features/sessions/session-wire";
import { limits } from "@/lib/rate-limit/limits";
import { adminSession, userIdParams } from "../schema";
import { listSessions } from "../sessions";
import { findTarget } from "../target";

export const listUserSessions = defineOperation({
  name: "user.list-sessions",
  kind: "query",
  http: { method: "GET", path: "/api/admin/users/{id}/sessions" },
  summary: "List somebody's latest sessions, ended ones included",
  access: can("sessions.view"),
  limit: limits.read,
  params: userIdParams,
  output: z.object({ user_id: z.uuid(), sessions: z.array(adminSession), count: z.number().int() }),
  audit: false,
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "sessions.view"), params.id),

  async run({ viewer, resource }) {
    const rows = await listSessions(scopeOf(viewer, "sessions.view"), resource.id);
    const sessions = rows.map((row) => ({ ...toWireSession(row, viewer.sessionId), jti: row.id }));
    return { user_id: resource.id, sessions, count: sessions.length };
  },
});
