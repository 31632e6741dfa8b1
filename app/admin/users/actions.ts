"use server";

import { changeManyUsers } from "@/lib/features/admin/operations/change-many-users";
import { action, type ActionState } from "@/lib/http/action";

const change = action(changeManyUsers, {
  toInput: ({ ids, action: name, role_id: roleId }) => ({ ids: typeof ids === "string" && ids !== "" ? ids.split(",") : [], action: name, ...(name === "assign_role" ? { role_id: roleId } : {}) }),
  message: ({ message }) => message,
  trouble: ({ message, failed, results }) => {
    const reasons = new Set(results.filter(({ success }) => !success).map((result) => result.message));
    return failed > 0 ? [message, ...reasons].join(" ") : undefined;
  },
});

/** A form's checkboxes share one name. */
export async function bulkAction(previous: ActionState, form: FormData): Promise<ActionState> {
  const chosen = new FormData();
  for (const [name, value] of form) if (name !== "ids") chosen.append(name, value);
  const ids = form.getAll("ids");
  if (ids.length === 0) return { ok: false, message: "Choose somebody first, by the boxes in the list.", code: "VALIDATION_ERROR" };
  if (form.get("action") === "assign_role" && !form.get("role_id")) return { ok: false, message: "Choose the role to give.", code: "VALIDATION_ERROR" };
  chosen.set("ids", ids.join(","));
  return change(previous, chosen);
}
