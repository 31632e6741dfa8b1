"use server";

import { createOrganization } from "@/lib/features/organizations/operations/create-organization";
import { action } from "@/lib/http/action";

export const createAction = action(createOrganization, { redirectTo: ({ organization_id: id }) => `/organizations/${id}` });
