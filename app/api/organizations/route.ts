import { createOrganization } from "@/lib/features/organizations/operations/create-organization";
import { listOrganizations } from "@/lib/features/organizations/operations/list-organizations";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listOrganizations, POST: createOrganization });
