import { deleteOrganization } from "@/lib/features/organizations/operations/delete-organization";
import { getOrganization } from "@/lib/features/organizations/operations/get-organization";
import { renameOrganization } from "@/lib/features/organizations/operations/rename-organization";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getOrganization, PATCH: renameOrganization, DELETE: deleteOrganization });
