import { listOwnPermissions } from "@/lib/features/rbac/operations/list-own-permissions";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listOwnPermissions });
