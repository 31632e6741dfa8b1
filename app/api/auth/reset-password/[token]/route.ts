import { resetPasswordByPath } from "@/lib/features/recovery/operations/reset-password";
import { showResetLink } from "@/lib/features/recovery/operations/show-reset-link";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: showResetLink, POST: resetPasswordByPath });
