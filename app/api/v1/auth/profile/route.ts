import { backendShowProfile, backendUpdateProfile } from "@/lib/features/compat/operations/backend-account";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: backendShowProfile, PUT: backendUpdateProfile });
