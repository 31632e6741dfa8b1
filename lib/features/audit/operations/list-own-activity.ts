import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { asActivity, keyOf, toAuditLog } from "../audit-wire";
import { readWindow, windowFields, windowOutput } from "../list-window";
import { toFilter } from "../log-filter";
import { countEvents, listEvents } from "../repo";
import { activityFilterFields, activityLog, inOrder } from "../schema";

export const listOwnActivity = defineOperation({
  name: "audit.list-own-activity",
  kind: "query",
  http: { method: "GET", path: "/api/audit/activity-logs/me" },
  summary: "List what I did to the product's resources, newest first",
  access: signedIn(),
  limit: limits.read,
  query: z.object({ ...activityFilterFields, ...windowFields({ limit: 50, max: 200 }) }).refine(...inOrder),
  output: z.object({ activities: z.array(activityLog), logs: z.array(activityLog).meta({ description: "The same as activities" }), ...windowOutput }),
  audit: false,

  async run({ viewer, query }) {
    // One's own, in whichever organization it was done: no tenant's secret is in it that its actor did not see.
    const scope = { kind: "platform" } as const;
    const filter = { ...toFilter(query), stream: "activity" as const, actor_user_id: viewer.userId };
    const { shown, figures } = await readWindow(query, {
      list: (window) => listEvents(scope, filter, window),
      count: (limit) => countEvents(scope, filter, limit),
      keyOf,
    });
    const activities = shown.map(toAuditLog).map((log) => asActivity({ ...log, target: null }));
    return { activities, logs: activities, ...figures };
  },
});
