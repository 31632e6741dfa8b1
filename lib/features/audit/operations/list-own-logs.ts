import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { keyOf, toOwnLog } from "../audit-wire";
import { readWindow, windowFields, windowOutput } from "../list-window";
import { countOwnEvents, listOwnEvents } from "../repo";
import { auditLog, ownLogsFilterFields } from "../schema";

export const listOwnLogs = defineOperation({
  name: "audit.list-own",
  kind: "query",
  http: { method: "GET", path: "/api/audit/audit-logs/me" },
  summary: "List what I did and what was done to my account, newest first",
  access: signedIn(),
  limit: limits.read,
  query: z.object({ ...ownLogsFilterFields, ...windowFields({ limit: 50, max: 200 }) }),
  output: z.object({ logs: z.array(auditLog), ...windowOutput }),
  audit: false,

  async run({ viewer: { userId }, query }) {
    const { shown, figures } = await readWindow(query, {
      list: (window) => listOwnEvents(userId, query.action, window),
      count: (limit) => countOwnEvents(userId, query.action, limit),
      keyOf,
    });
    return { logs: shown.map((row) => toOwnLog(row, userId)), ...figures };
  },
});
