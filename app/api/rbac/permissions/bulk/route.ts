import { createPermissions } from "@/lib/features/rbac/operations/create-permissions";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: createPermissions });
