import { restoreUser } from "@/lib/features/admin/operations/restore-user";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: restoreUser });
