import { listUserSessions } from "@/lib/features/admin/operations/list-user-sessions";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listUserSessions });
