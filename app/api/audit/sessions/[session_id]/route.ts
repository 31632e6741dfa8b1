import { endOwnSession } from "@/lib/features/sessions/operations/end-own-session";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ DELETE: endOwnSession });
