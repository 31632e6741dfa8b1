import { unbanUser } from "@/lib/features/admin/operations/unban-user";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: unbanUser });
