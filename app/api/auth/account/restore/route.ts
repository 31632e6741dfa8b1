import { restoreAccount } from "@/lib/features/privacy/operations/restore-account";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: restoreAccount });
