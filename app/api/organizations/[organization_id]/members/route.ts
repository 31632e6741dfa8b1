import { addMember } from "@/lib/features/organizations/operations/add-member";
import { listMembers } from "@/lib/features/organizations/operations/list-members";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listMembers, POST: addMember });
