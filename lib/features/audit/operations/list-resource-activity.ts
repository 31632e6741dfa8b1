import { z } from "zod";
import { holds, ownOrAny, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { asActivity, keyOf, toAuditLog, toOwnLog } from "../audit-wire";
import { readWindow, windowFields, windowOutput } from "../list-window";
import { toFilter } from "../log-filter";
import { countEvents, findResource, listEvents } from "../repo";
import { activityLog, inOrder, logFilterFields } from "../schema";

const { action, user_id, success, start_date, end_date, phi_accessed } = logFilterFields;

export const listResourceActivity = defineOperation({
  name: "audit.list-resource-activity",
  kind: "query",
  http: { method: "GET", path: "/api/audit/activity-logs/resource/{resource_type}/{resource_id}" },
  summary: "List who did what to a resource, newest first",
  access: ownOrAny("activity.view"),
  limit: limits.read,
  params: z.object({ resource_type: z.string().regex(/^[a-z][a-z0-9_]{0,99}$/), resource_id: z.string().min(1).max(254).regex(/^[^\p{Cc}\p{Cs}]+$/u) }),
  query: z.object({ action, user_id, success, start_date, end_date, phi_accessed, ...windowFields({ limit: 100, max: 500 }) }).refine(...inOrder),
  output: z.object({ resource_type: z.string(), resource_id: z.string(), access_history: z.array(activityLog), ...windowOutput }),
  audit: false,

  scope: ({ viewer, params }) => findResource(scopeOf(viewer, "activity.view"), { type: params.resource_type, id: params.resource_id }),
  owner: ({ resource }) => resource.ownerId,

  async run({ viewer, params, query }) {
    const scope = scopeOf(viewer, "activity.view");
    const filter = { ...toFilter(query), ...params, stream: "activity" as const };
    const { shown, figures } = await readWindow(query, {
      list: (window) => listEvents(scope, filter, window),
      count: (limit) => countEvents(scope, filter, limit),
      keyOf,
    });
    // An owner without the permission learns what happened, as in their own trail: not who it was, nor from where.
    const seen = holds(viewer, "activity.view") ? toAuditLog : (row: (typeof shown)[number]) => toOwnLog(row, viewer.userId);
    return { ...params, access_history: shown.map((row) => asActivity(seen(row))), ...figures };
  },
});
