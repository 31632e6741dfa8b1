import { scribesLogin } from "@/lib/features/compat/operations/scribes";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: scribesLogin });
