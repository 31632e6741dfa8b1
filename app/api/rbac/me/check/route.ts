import { checkOwnPermissions } from "@/lib/features/rbac/operations/check-own-permissions";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: checkOwnPermissions });
