import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: confirmEmail });
