"use server";

import { banUser } from "@/lib/features/admin/operations/ban-user";
import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { endUserSessions } from "@/lib/features/admin/operations/end-user-sessions";
import { requirePasswordChange } from "@/lib/features/admin/operations/require-password-change";
import { restoreUser } from "@/lib/features/admin/operations/restore-user";
import { sendPasswordLink } from "@/lib/features/admin/operations/send-password-link";
import { unbanUser } from "@/lib/features/admin/operations/unban-user";
import { unlockUser } from "@/lib/features/admin/operations/unlock-user";
import { updateUser } from "@/lib/features/admin/operations/update-user";
import { resetUserMfa } from "@/lib/features/mfa/operations/reset-user-mfa";
import { action, type ActionState } from "@/lib/http/action";

const TARGET = { params: ["id"] };

const ban = action(banUser, {
  ...TARGET,
  message: ({ message, sessions_revoked: ended }) => (ended === 0 ? message : `${message} ${ended === 1 ? "One session was" : `${ended} sessions were`} ended.`),
  toInput: ({ reason, duration_hours: hours }) => ({ reason, duration_hours: typeof hours === "string" && hours !== "" ? Number(hours) : null }),
});

/** The interface asks for a reason; the API leaves it to its clients. */
export async function banAction(previous: ActionState, form: FormData): Promise<ActionState> {
  const reason = form.get("reason");
  if (typeof reason === "string" && reason.trim() !== "") return ban(previous, form);
  const hours = form.get("duration_hours");
  return {
    ok: false,
    message: "Some fields need your attention.",
    code: "VALIDATION_ERROR",
    fields: { reason: ["Say why. It is kept in the audit trail."] },
    values: { duration_hours: typeof hours === "string" ? hours : "" },
  };
}

export const unbanAction = action(unbanUser, { ...TARGET, toInput: () => ({}), message: "The ban was lifted." });

export const endSessionsAction = action(endUserSessions, { ...TARGET, toInput: () => ({}), message: ({ message }) => message });

const SAY = { ...TARGET, toInput: () => ({}), message: ({ message }: { message: string }) => message };

export const unlockAction = action(unlockUser, SAY);

export const resetMfaAction = action(resetUserMfa, SAY);

export const requirePasswordAction = action(requirePasswordChange, SAY);

export const sendPasswordLinkAction = action(sendPasswordLink, SAY);

export const deleteAction = action(deleteUser, SAY);

export const restoreAction = action(restoreUser, { ...SAY, toInput: ({ email }) => (email ? { email } : {}) });

/** A checkbox that is not ticked is not sent, so the form says whether it showed them. */
export const updateAction = action(updateUser, {
  ...SAY,
  toInput: ({ standing, is_active, is_verified, ...fields }) => ({
    ...fields,
    ...(standing ? { is_active: is_active === "true", is_verified: is_verified === "true" } : {}),
  }),
});
