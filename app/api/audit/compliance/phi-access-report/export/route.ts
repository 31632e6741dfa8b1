import { exportPhi } from "@/lib/features/audit/operations/export-phi";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: exportPhi });
