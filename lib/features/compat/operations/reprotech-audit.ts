/** Reprotech's trail: `/api/audit` and `/api/audit-logs` (reference contract T12, T13). */
import { z } from "zod";
import { exportLogs } from "@/lib/features/audit/operations/export-logs";
import { listLogs } from "@/lib/features/audit/operations/list-logs";
import type { AuditLog } from "@/lib/features/audit/schema";
import { reprotech as dialect } from "../dialects";
import { translate } from "../translate";

/** Its own words for what happens at sign-in; everything else has our names. */
const ACTIONS: Record<string, string> = { login: "user.login", login_failed: "user.login_failed", logout: "user.logout" };
const THEIRS = new Map(Object.entries(ACTIONS).map(([theirs, ours]) => [ours, theirs]));

const event = z.object({
  id: z.uuid(),
  user: z.string().nullable(),
  action: z.string(),
  resource: z.string(),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
  timestamp: z.string(),
  details: z.record(z.string(), z.unknown()),
});

function eventOf({ action, actor, resource_type, metadata, changes, success, error_code, ...log }: AuditLog): z.input<typeof event> {
  const theirs = THEIRS.get(action);
  const resource = theirs ? "auth" : (resource_type ?? action.split(".")[0] ?? action);
  const details = { ...metadata, success, ...(error_code ? { error: error_code } : {}), ...(changes ? { changes } : {}) };
  return { ...log, user: actor, action: theirs ?? action, resource, details };
}

const filter = { user: z.string().optional(), action: z.string().optional() };
const fields = { actor: "user" };

const toFilter = ({ user, action }: { user?: string; action?: string }) => ({ actor: user, action: action === undefined ? undefined : (ACTIONS[action] ?? action) });

export const reprotechListAudit = translate(listLogs, {
  name: "reprotech-list-audit",
  http: [
    { method: "GET", path: "/api/audit" },
    { method: "GET", path: "/api/audit-logs" },
  ],
  summary: "Reprotech: list audit events, newest first",
  dialect,
  fields,
  query: {
    accepts: z.object({ ...filter, page: z.string().default("1"), per_page: z.string().default("10") }),
    to: ({ page, per_page, ...rest }) => ({ ...toFilter(rest), page, per_page }),
  },
  output: z.object({ logs: z.array(event), total: z.number().int(), page: z.number().int().nullable(), per_page: z.number().int(), pages: z.number().int().nullable() }),
  answer: ({ logs, ...figures }) => ({ ...figures, logs: logs.map(eventOf) }),
});

export const reprotechExportAudit = translate(exportLogs, {
  name: "reprotech-export-audit",
  http: { method: "GET", path: "/api/audit-logs/export" },
  summary: "Reprotech: export audit events as CSV",
  dialect,
  fields,
  query: { accepts: z.object(filter), to: toFilter },
  output: exportLogs.output,
  answer: (body) => body,
});
