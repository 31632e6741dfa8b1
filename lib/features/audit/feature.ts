/** Reading the audit trail. Writing it is lib/audit's, in every mutation's own transaction. */
import { listLogs } from "./operations/list-logs";
import { listOwnActivity } from "./operations/list-own-activity";
import { listOwnLogs } from "./operations/list-own-logs";
import { listResourceActivity } from "./operations/list-resource-activity";
import { listSecurityEvents } from "./operations/list-security-events";

export const auditFeature = { name: "audit", operations: [listLogs, listOwnLogs, listSecurityEvents, listOwnActivity, listResourceActivity] };
