import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { listLiveSessions } from "../repo";
import { wireSession } from "../schema";
import { toWireSession } from "../session-wire";

export const listOwnSessions = defineOperation({
  name: "sessions.list-own",
  kind: "query",
  http: { method: "GET", path: "/api/audit/sessions/me" },
  summary: "Where one is signed in",
  access: signedIn(),
  limit: limits.read,
  output: z.object({ sessions: z.array(wireSession), count: z.number().int() }),
  audit: false,
  async run({ viewer }) {
    const { rows, count } = await listLiveSessions(viewer.userId, viewer.sessionId);
    return { sessions: rows.map((row) => toWireSession(row, viewer.sessionId)), count };
  },
});
