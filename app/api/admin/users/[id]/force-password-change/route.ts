import { requirePasswordChange } from "@/lib/features/admin/operations/require-password-change";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: requirePasswordChange });
