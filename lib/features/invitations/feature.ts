/** Invitations: asking somebody into an organization by mail, and what their link opens. */
import { invitationsExamples } from "./examples";
import { acceptInvitation } from "./operations/accept-invitation";
import { cancelInvitation } from "./operations/cancel-invitation";
import { invitePerson } from "./operations/invite-person";
import { listInvitations } from "./operations/list-invitations";
import { resendInvitation } from "./operations/resend-invitation";
import { showInvitation } from "./operations/show-invitation";

export const invitationsFeature = {
  name: "invitations",
  operations: [listInvitations, invitePerson, resendInvitation, cancelInvitation, showInvitation, acceptInvitation],
  examples: invitationsExamples,
};
