import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { say } from "@/lib/features/auth/schema";
import { messageOutput } from "@/lib/features/organizations/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { INVITATION_CLOSED } from "../errors";
import { findAddressed } from "../find-addressed";
import { cancelInvitation as cancelRow } from "../repo";
import { invitationParams } from "../schema";

export const cancelInvitation = defineOperation({
  name: "invitation.cancel",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/organizations/{organization_id}/invitations/{invitation_id}" },
  summary: "Cancel an invitation: its link stops working",
  access: can("organizations.invite"),
  limit: limits.adminWrite,
  params: invitationParams,
  output: z.object({ ...messageOutput, invitation_id: z.uuid() }),
  errors: { INVITATION_CLOSED },
  scope: ({ viewer, params }) => findAddressed(params, scopeOf(viewer, "organizations.invite")),
  audit: {
    actions: ["invitation.cancelled"],
    describe: ({ resource: { id, email, organization } }) => ({
      organizationId: organization.id,
      resource: { type: "invitation", id },
      identifier: email,
    }),
  },

  async run({ resource: { id, organization }, tx, fail }) {
    if (!(await cancelRow(tx, id))) return fail(INVITATION_CLOSED);
    return { ...say("The invitation was cancelled."), organization_id: organization.id, invitation_id: id };
  },
});
