import { example, SAMPLE } from "@/lib/operation-example";
import { exportLogs } from "./operations/export-logs";
import { exportPhi } from "./operations/export-phi";
import { listLogs } from "./operations/list-logs";
import { listOwnActivity } from "./operations/list-own-activity";
import { listOwnLogs } from "./operations/list-own-logs";
import { listResourceActivity } from "./operations/list-resource-activity";
import { listSecurityEvents } from "./operations/list-security-events";
import { reportPhi } from "./operations/report-phi";
import { summarizeSecurity } from "./operations/summarize-security";
import { verifyTrail } from "./operations/verify-trail";

export const auditExamples = [
  example(listLogs, { title: "Failed sign-ins", query: { action: "user.login_failed", success: "false", limit: "50" } }),
  example(listLogs, { title: "What one person did", query: { actor_user_id: SAMPLE.user } }),
  example(listOwnLogs, { query: { limit: "20" } }),
  example(listSecurityEvents, { title: "Of a week", query: { days: "7" } }),
  example(listOwnActivity, { query: { limit: "20" } }),
  example(listResourceActivity, { params: { resource_type: "document", resource_id: SAMPLE.document } }),
  example(exportLogs, { title: "CSV", query: { format: "csv" } }),
  example(exportLogs, { title: "NDJSON", query: { format: "ndjson", action: "user.login" } }),
  example(summarizeSecurity, { title: "Of a week", query: { days: "7" } }),
  example(reportPhi, { title: "Of one person", query: { user_id: SAMPLE.user } }),
  example(exportPhi, { title: "CSV", query: { format: "csv" } }),
  example(exportPhi, { title: "NDJSON", query: { format: "ndjson" } }),
  example(verifyTrail, { query: { limit: "10000" } }),
];
