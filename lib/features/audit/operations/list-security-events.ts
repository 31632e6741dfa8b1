import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { keyOf, toAuditLog } from "../audit-wire";
import { readWindow, windowFields, windowOutput } from "../list-window";
import { toFilter } from "../log-filter";
import { countEvents, listEvents } from "../repo";
import { SECURITY_ACTIONS } from "../security-actions";
import { auditLog, inOrder, logFilterFields } from "../schema";

const DAY_MS = 86_400_000;

export const listSecurityEvents = defineOperation({
  name: "audit.list-security",
  kind: "query",
  http: { method: "GET", path: "/api/audit/audit-logs/security" },
  summary: "List sign-ins, refusals, ended sessions and stolen tokens of the last days, newest first",
  access: can("audit.view"),
  limit: limits.read,
  query: z
    .object({
      ...logFilterFields,
      days: z.coerce.number().int().min(1).max(365).default(7).meta({ description: "How far back; start_date wins over it" }),
      ...windowFields({ limit: 100, max: 100 }),
    })
    .refine(...inOrder),
  output: z.object({ logs: z.array(auditLog), ...windowOutput }),
  audit: false,

  async run({ viewer, query: { days, ...query } }) {
    const scope = scopeOf(viewer, "audit.view");
    const asked = toFilter(query);
    const filter = { ...asked, from: asked.from ?? new Date(now().getTime() - days * DAY_MS), actions: SECURITY_ACTIONS };
    const { shown, figures } = await readWindow(query, {
      list: (window) => listEvents(scope, filter, window),
      count: (limit) => countEvents(scope, filter, limit),
      keyOf,
    });
    return { logs: shown.map(toAuditLog), ...figures };
  },
});
