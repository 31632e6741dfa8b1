import { backendGetUser, backendUpdateUser, backendDeactivateUser } from "@/lib/features/compat/operations/backend-users";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: backendGetUser, PUT: backendUpdateUser, DELETE: backendDeactivateUser });
