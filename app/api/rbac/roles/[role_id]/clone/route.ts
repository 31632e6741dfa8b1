import { cloneRole } from "@/lib/features/rbac/operations/clone-role";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: cloneRole });
