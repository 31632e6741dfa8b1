"use server";

import { cancelInvitation } from "@/lib/features/invitations/operations/cancel-invitation";
import { invitePerson } from "@/lib/features/invitations/operations/invite-person";
import { resendInvitation } from "@/lib/features/invitations/operations/resend-invitation";
import { action } from "@/lib/http/action";

const ROLE_FIELD = "role.";
const INVITATION = { params: ["organization_id", "invitation_id"], toInput: () => ({}) };

/** One checkbox for each role: `role.<name>`. */
export const inviteAction = action(invitePerson, {
  params: ["organization_id"],
  toInput: ({ email, ...fields }) => {
    const roles = Object.keys(fields).filter((name) => name.startsWith(ROLE_FIELD)).map((name) => name.slice(ROLE_FIELD.length));
    return { email, ...(roles.length > 0 ? { roles } : {}) };
  },
  message: ({ message }) => message,
});

export const resendAction = action(resendInvitation, { ...INVITATION, message: ({ message }) => message });

export const cancelAction = action(cancelInvitation, { ...INVITATION, message: ({ message }) => message });
