import { changeEmail } from "@/lib/features/verification/operations/change-email";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: changeEmail });
