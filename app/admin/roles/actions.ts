"use server";

import { createRole } from "@/lib/features/rbac/operations/create-role";
import { action } from "@/lib/http/action";
import { roleTexts } from "./role-texts";

export const createAction = action(createRole, { toInput: (fields) => ({ name: fields.name, ...roleTexts(fields) }), redirectTo: ({ role }) => `/admin/roles/${role.id}` });
