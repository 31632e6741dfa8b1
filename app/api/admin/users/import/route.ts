import { importUsers } from "@/lib/features/admin/operations/import-users";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: importUsers });
