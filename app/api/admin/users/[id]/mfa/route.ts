import { resetUserMfa } from "@/lib/features/mfa/operations/reset-user-mfa";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ DELETE: resetUserMfa });
