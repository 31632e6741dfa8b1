import { listOwnLogs } from "@/lib/features/audit/operations/list-own-logs";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listOwnLogs });
