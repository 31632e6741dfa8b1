import { reportPhi } from "@/lib/features/audit/operations/report-phi";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: reportPhi });
