import { can, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { boundedOffset, cutPage, decodeCursor } from "@/lib/pagination";
import { limits } from "@/lib/rate-limit/limits";
import { keyOf, toAuditLog } from "../audit-wire";
import { countEvents, listEvents } from "../repo";
import { endOf, logsOutput, logsQuery, startOf } from "../schema";

export const listLogs = defineOperation({
  name: "audit.list",
  kind: "query",
  http: { method: "GET", path: "/api/audit/audit-logs" },
  summary: "List audit events, newest first",
  access: can("audit.view"),
  limit: limits.read,
  query: logsQuery,
  output: logsOutput,
  audit: false,

  async run({ viewer, query }) {
    const { limit, start_date: start, end_date: end, count, ...rest } = query;
    const filter = { ...rest, from: start ? startOf(start) : undefined, to: end ? endOf(end) : undefined };
    const scope = scopeOf(viewer, "audit.view");
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
    const offset = after ? 0 : boundedOffset(query.offset, "offset");
    const [rows, total] = await Promise.all([
      listEvents(scope, filter, { after, offset, limit }),
      count === "exact" ? (after?.counted ?? countEvents(scope, filter)) : undefined,
    ]);
    const { shown, nextCursor } = cutPage(rows, limit, keyOf, { counted: total });
    return { logs: shown.map(toAuditLog), count: shown.length, total, limit, offset, next_cursor: nextCursor };
  },
});
