import { confirmEmailByLink } from "@/lib/features/verification/operations/confirm-email";
import { showConfirmation } from "@/lib/features/verification/operations/show-confirmation";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  { GET: showConfirmation, POST: confirmEmailByLink },
  { page: ({ token = "" }) => `/verify-email?token=${encodeURIComponent(token)}` },
);
