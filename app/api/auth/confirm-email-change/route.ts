import { confirmEmailChange } from "@/lib/features/verification/operations/confirm-email-change";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: confirmEmailChange });
