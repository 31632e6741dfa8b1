import { undoEmailChange } from "@/lib/features/verification/operations/undo-email-change";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: undoEmailChange });
