import { exportUsers } from "@/lib/features/admin/operations/export-users";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: exportUsers });
