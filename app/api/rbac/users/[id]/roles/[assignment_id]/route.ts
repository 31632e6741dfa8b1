import { takeRoleFromUser } from "@/lib/features/rbac/operations/take-role";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ DELETE: takeRoleFromUser });
