import { setPrimaryRole } from "@/lib/features/rbac/operations/set-primary-role";
import { showPrimaryRole } from "@/lib/features/rbac/operations/show-primary-role";
import { takePrimaryRoleFromUser } from "@/lib/features/rbac/operations/take-primary-role";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: showPrimaryRole, PUT: setPrimaryRole, DELETE: takePrimaryRoleFromUser });
