/** Reading the audit trail. Writing it is lib/audit's, in every mutation's own transaction. */
import { listLogs } from "./operations/list-logs";
import { listOwnLogs } from "./operations/list-own-logs";

export const auditFeature = { name: "audit", operations: [listLogs, listOwnLogs] };
