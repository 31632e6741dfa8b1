import { removeMember } from "@/lib/features/organizations/operations/remove-member";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ DELETE: removeMember });
