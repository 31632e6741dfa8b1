import { unlockUser } from "@/lib/features/admin/operations/unlock-user";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: unlockUser });
