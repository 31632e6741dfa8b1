import { leaveOrganization } from "@/lib/features/organizations/operations/leave-organization";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: leaveOrganization });
