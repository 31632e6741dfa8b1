import { exportAccount } from "@/lib/features/privacy/operations/export-account";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: exportAccount });
