import { scribesRequestReset } from "@/lib/features/compat/operations/password-resets";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: scribesRequestReset });
