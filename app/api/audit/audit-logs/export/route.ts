import { exportLogs } from "@/lib/features/audit/operations/export-logs";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: exportLogs });
