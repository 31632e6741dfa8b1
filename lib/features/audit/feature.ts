/** Reading the audit trail: lists, exports, reports, verification. Writing it is lib/audit's, in every mutation's own transaction. */
import { auditExamples } from "./examples";
import { exportLogs } from "./operations/export-logs";
import { exportPhi } from "./operations/export-phi";
import { getSealStatus } from "./operations/get-seal-status";
import { listLogs } from "./operations/list-logs";
import { listOwnActivity } from "./operations/list-own-activity";
import { listOwnLogs } from "./operations/list-own-logs";
import { listResourceActivity } from "./operations/list-resource-activity";
import { listSecurityEvents } from "./operations/list-security-events";
import { reportPhi } from "./operations/report-phi";
import { summarizeSecurity } from "./operations/summarize-security";
import { verifyTrail } from "./operations/verify-trail";

export const auditFeature = {
  name: "audit",
  operations: [listLogs, listOwnLogs, listSecurityEvents, listOwnActivity, listResourceActivity, exportLogs, summarizeSecurity, reportPhi, exportPhi, verifyTrail, getSealStatus],
  examples: auditExamples,
};
