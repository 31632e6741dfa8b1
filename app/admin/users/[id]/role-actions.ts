"use server";

import { giveRoleToUser } from "@/lib/features/rbac/operations/give-role";
import { takeRoleFromUser } from "@/lib/features/rbac/operations/take-role";
import { action } from "@/lib/http/action";

export const giveRoleAction = action(giveRoleToUser, {
  params: ["id"],
  toInput: ({ role_id, place, expires_on: day }) => ({
    role_id,
    ...(place === "platform" ? { organization_id: null } : {}),
    ...(typeof day === "string" && day !== "" ? { expires_at: `${day}T23:59:59Z` } : {}),
  }),
  message: ({ message }) => message,
});

export const takeRoleAction = action(takeRoleFromUser, { params: ["id", "assignment_id"], toInput: () => ({}), message: ({ message }) => message });
