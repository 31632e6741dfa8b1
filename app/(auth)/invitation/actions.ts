"use server";

import { logout } from "@/lib/features/auth/operations/logout";
import { acceptInvitation } from "@/lib/features/invitations/operations/accept-invitation";
import { action } from "@/lib/http/action";

export const acceptAction = action(acceptInvitation, { redirectTo: ({ organization_id: id }) => `/organizations/${id}` });

const linkOf = (form: FormData): string => {
  const token = form.get("token");
  return `/invitation?token=${encodeURIComponent(typeof token === "string" ? token : "")}`;
};

/** Somebody else is signed in here; afterwards the same link goes on. */
export const switchAccount = action(logout, { toInput: () => ({}), redirectTo: (_output, form) => linkOf(form) });
