import { switchOrganization } from "@/lib/features/organizations/operations/switch-organization";
import { methods } from "@/lib/http/methods";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: switchOrganization });
