import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { boundedOffset, cutPage, decodeCursor } from "@/lib/pagination";
import { limits } from "@/lib/rate-limit/limits";
import { keyOf, toOwnLog } from "../audit-wire";
import { listOwnEvents } from "../repo";
import { auditLog, ownLogsQuery } from "../schema";

export const listOwnLogs = defineOperation({
  name: "audit.list-own",
  kind: "query",
  http: { method: "GET", path: "/api/audit/audit-logs/me" },
  summary: "List what I did and what was done to my account, newest first",
  access: signedIn(),
  limit: limits.read,
  query: ownLogsQuery,
  output: z.object({ logs: z.array(auditLog), count: z.number().int(), limit: z.number().int(), offset: z.number().int(), next_cursor: z.string().nullable() }),
  audit: false,

  async run({ viewer, query }) {
    const { limit } = query;
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
    const offset = after ? 0 : boundedOffset(query.offset, "offset");
    const rows = await listOwnEvents(viewer.userId, query.action, { after, offset, limit });
    const { shown, nextCursor } = cutPage(rows, limit, keyOf);
    return { logs: shown.map((row) => toOwnLog(row, viewer.userId)), count: shown.length, limit, offset, next_cursor: nextCursor };
  },
});
