import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: resetPassword });
