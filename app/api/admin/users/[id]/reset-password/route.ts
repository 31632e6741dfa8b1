import { sendPasswordLink } from "@/lib/features/admin/operations/send-password-link";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: sendPasswordLink });
