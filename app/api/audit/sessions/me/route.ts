import { listOwnSessions } from "@/lib/features/sessions/operations/list-own-sessions";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listOwnSessions });
