import { changePassword } from "@/lib/features/account/operations/change-password";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: changePassword });
