import { endOtherSessions } from "@/lib/features/sessions/operations/end-other-sessions";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: endOtherSessions });
