import { createOrganizationFor } from "@/lib/features/organizations/operations/create-organization-for";
import { listAllOrganizations } from "@/lib/features/organizations/operations/list-all-organizations";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listAllOrganizations, POST: createOrganizationFor });
