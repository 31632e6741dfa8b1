"use server";

import { banUser } from "@/lib/features/admin/operations/ban-user";
import { endUserSessions } from "@/lib/features/admin/operations/end-user-sessions";
import { unbanUser } from "@/lib/features/admin/operations/unban-user";
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
