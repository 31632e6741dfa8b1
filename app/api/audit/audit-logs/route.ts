import { listLogs } from "@/lib/features/audit/operations/list-logs";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listLogs });
