import { setMemberRoles } from "@/lib/features/organizations/operations/set-member-roles";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ PUT: setMemberRoles });
