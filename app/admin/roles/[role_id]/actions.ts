"use server";

import { syncRolePermissions } from "@/lib/features/rbac/operations/change-role-permissions";
import { cloneRole } from "@/lib/features/rbac/operations/clone-role";
import { deleteRole } from "@/lib/features/rbac/operations/delete-role";
import { updateRole } from "@/lib/features/rbac/operations/update-role";
import { action, type ActionState } from "@/lib/http/action";
import { roleTexts } from "../role-texts";

const TARGET = { params: ["role_id"] };

export const updateAction = action(updateRole, { ...TARGET, toInput: roleTexts, message: ({ message }) => message });

export const cloneAction = action(cloneRole, {
  ...TARGET,
  toInput: (fields) => ({ name: fields.name, ...roleTexts(fields), ...(fields.description === "" ? { description: undefined } : {}) }),
  redirectTo: ({ role }) => `/admin/roles/${role.id}`,
});

export const deleteAction = action(deleteRole, { ...TARGET, toInput: () => ({}), toQuery: ({ force }) => ({ force }), redirectTo: () => "/admin/roles" });

const sync = action(syncRolePermissions, {
  ...TARGET,
  toInput: ({ permissions }) => ({ permissions: typeof permissions === "string" && permissions !== "" ? permissions.split(",") : [] }),
  message: "The role holds exactly this now.",
});

/** A form's checkboxes share one name. */
export async function grantsAction(previous: ActionState, form: FormData): Promise<ActionState> {
  const chosen = new FormData();
  for (const [name, value] of form) if (name !== "permissions") chosen.append(name, value);
  chosen.set("permissions", form.getAll("permissions").join(","));
  return sync(previous, chosen);
}
