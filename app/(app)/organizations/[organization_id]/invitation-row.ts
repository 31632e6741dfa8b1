import type { InvitationRow } from "@/components/organizations/invitation-list";
import type { WireInvitation } from "@/lib/features/invitations/schema";
import { toRoleChoice } from "./member-row";

/** An invitation of the API as the list shows it. */
export const toInvitationRow = (invitation: WireInvitation): InvitationRow => ({
  id: invitation.id,
  email: invitation.email,
  isExpired: invitation.status === "expired",
  roles: invitation.roles.map(toRoleChoice),
  invitedBy: invitation.invited_by?.email ?? null,
  sentAt: invitation.sent_at,
  expiresAt: invitation.expires_at,
});
