import { changeEmail } from "@/lib/features/verification/operations/change-email";
import { showEmailChange } from "@/lib/features/verification/operations/show-email-change";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: showEmailChange, POST: changeEmail });
