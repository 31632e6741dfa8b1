/** Reprotech's backend, the system: `/api/v1/system`, `/api/v1/health`, `/api/v1/info` (reference contract B14, B16, B20). */
import { z } from "zod";
import { listLogs } from "@/lib/features/audit/operations/list-logs";
import { checkHealth } from "@/lib/features/health/operations/check-health";
import { checkLive } from "@/lib/features/health/operations/check-live";
import { getHealthDetails } from "@/lib/features/health/operations/get-health-details";
import { event, eventOf, filter, filterFields, filterOf, toFilter } from "../backend-event";
import { pagination, paginationOf } from "../backend-pagination";
import { backend as dialect } from "../dialects";
import { translate } from "../translate";

export const backendListAudit = translate(listLogs, {
  name: "backend-list-audit",
  http: { method: "GET", path: "/api/v1/system/audit-logs" },
  summary: "Reprotech's backend: list audit events, newest first",
  dialect,
  fields: filterFields,
  query: {
    accepts: z.object({ ...filter, page: z.coerce.number().int().min(1).default(1), per_page: z.coerce.number().int().min(1).max(200).default(50) }),
    to: ({ page, per_page, ...rest }) => ({ ...toFilter(rest), limit: per_page, offset: (page - 1) * per_page }),
  },
  output: z.object({ logs: z.array(event), pagination, filters: z.record(z.string(), z.string().nullable()) }),
  answer: ({ logs, ...figures }, query) => ({ logs: logs.map(eventOf), pagination: paginationOf(figures), filters: filterOf(query) }),
});

export const backendHealthDetails = translate(getHealthDetails, {
  name: "backend-health-details",
  http: { method: "GET", path: "/api/v1/system/health/detailed" },
  summary: "Reprotech's backend: how the system is, in figures",
  dialect,
  output: getHealthDetails.output,
  answer: (body) => body,
});

export const backendHealth = translate(checkHealth, {
  name: "backend-health",
  http: { method: "GET", path: "/api/v1/health" },
  summary: "Reprotech's backend: ready to serve",
  dialect,
  output: z.object({ status: z.string(), version: z.string(), timestamp: z.string() }),
  answer: (body) => body,
});

export const backendInfo = translate(checkLive, {
  name: "backend-info",
  http: { method: "GET", path: "/api/v1/info" },
  summary: "Reprotech's backend: what answers here",
  dialect,
  output: z.object({ name: z.literal("Gatehouse"), version: z.string(), api_version: z.literal("v1"), timestamp: z.string() }),
  answer: ({ version, timestamp }) => ({ name: "Gatehouse" as const, version, api_version: "v1" as const, timestamp }),
});
