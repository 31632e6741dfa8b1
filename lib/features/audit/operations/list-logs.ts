import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { keyOf, toAuditLog } from "../audit-wire";
import { readWindow, windowFields, windowOutput } from "../list-window";
import { toFilter } from "../log-filter";
import { countEvents, listEvents } from "../repo";
import { auditLog, inOrder, logFilterFields } from "../schema";

export const listLogs = defineOperation({
  name: "audit.list",
  kind: "query",
  http: { method: "GET", path: "/api/audit/audit-logs" },
  summary: "List audit events, newest first",
  access: can("audit.view"),
  limit: limits.read,
  query: z.object({ ...logFilterFields, ...windowFields({ limit: 100, max: 1000 }) }).refine(...inOrder),
  output: z.object({ logs: z.array(auditLog), ...windowOutput }),
  audit: false,

  async run({ viewer, query }) {
    const scope = scopeOf(viewer, "audit.view");
    const filter = toFilter(query);
    const { shown, figures } = await readWindow(query, {
      list: (window) => listEvents(scope, filter, window),
      count: (limit) => countEvents(scope, filter, limit),
      keyOf,
    });
    return { logs: shown.map(toAuditLog), ...figures };
  },
});
