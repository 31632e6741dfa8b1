import { endUserSessions } from "@/lib/features/admin/operations/end-user-sessions";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: endUserSessions });
