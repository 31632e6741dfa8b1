"use server";

import { giveRoleToUser } from "@/lib/features/rbac/operations/give-role";
import { takeRoleFromUser } from "@/lib/features/rbac/operations/take-role";
import { action, type ActionState } from "@/lib/http/action";

const give = action(giveRoleToUser, {
  params: ["id"],
  toInput: ({ role_id, place, expires_on: day }) => ({
    role_id,
    ...(place === "platform" ? { organization_id: null } : {}),
    ...(typeof day === "string" && day !== "" ? { expires_at: `${day}T23:59:59Z` } : {}),
  }),
  message: ({ message }) => message,
});

/** The API may name the role in two ways, and says so; the form has one. */
export async function giveRoleAction(previous: ActionState, form: FormData): Promise<ActionState> {
  if (form.get("role_id")) return give(previous, form);
  const kept = ["place", "expires_on"].map((name) => [name, String(form.get(name) ?? "")]);
  return { ok: false, message: "Some fields need your attention.", code: "VALIDATION_ERROR", fields: { role_id: ["Choose a role."] }, values: Object.fromEntries(kept) };
}

export const takeRoleAction = action(takeRoleFromUser, { params: ["id", "assignment_id"], toInput: () => ({}), message: ({ message }) => message });
