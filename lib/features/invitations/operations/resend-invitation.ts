import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { queueMail } from "@/lib/email/queue-mail";
import { say } from "@/lib/features/auth/schema";
import { messageOutput } from "@/lib/features/organizations/schema";
import { defineOperation } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { countByAccount } from "@/lib/rate-limit/count";
import { limits, rules } from "@/lib/rate-limit/limits";
import { INVITATION_CLOSED, INVITER_NOT_VERIFIED } from "../errors";
import { findAddressed } from "../find-addressed";
import { findInvitation, issueLink, recipientKey, renewInvitation, toWireInvitation } from "../repo";
import { invitation, invitationParams } from "../schema";

/** A new mail with a new link and the whole time again; the links of former mails stop working. */
export const resendInvitation = defineOperation({
  name: "invitation.resend",
  kind: "mutation",
  http: { method: "POST", path: "/api/organizations/{organization_id}/invitations/{invitation_id}/resend" },
  summary: "Send an invitation again, with a new link",
  access: can("organizations.invite"),
  limit: limits.invite,
  params: invitationParams,
  output: z.object({ ...messageOutput, invitation }),
  errors: { INVITATION_CLOSED, INVITER_NOT_VERIFIED },
  scope: ({ viewer, params }) => findAddressed(params, scopeOf(viewer, "organizations.invite")),
  audit: {
    actions: ["invitation.resent"],
    describe: ({ output: { invitation: sent }, resource: { organization } }) => ({
      organizationId: organization.id,
      resource: { type: "invitation", id: sent.id },
      identifier: sent.email,
      metadata: { expires_at: sent.expires_at },
    }),
  },

  prepare: ({ ctx, resource: { organization, email } }) => countByAccount(ctx, rules.inviteRecipient, recipientKey(organization.id, email)),

  async run({ viewer, resource: { id, email, organization }, tx, fail }) {
    if (!viewer.isEmailVerified) return fail(INVITER_NOT_VERIFIED);
    if (!(await renewInvitation(tx, id))) return fail(INVITATION_CLOSED);
    const token = await issueLink(tx, { id, email });
    const sent = await findInvitation(organization.id, id, tx);
    if (!sent) throw new Error("the invitation that was just renewed is not there");
    await enqueue(tx, queueMail("invitation", email, { organization: organization.name, inviter: viewer.email, token, expiresAt: sent.expiresAt }));
    return { ...say("The invitation was sent again. Its former links stop working."), organization_id: organization.id, invitation: toWireInvitation(sent) };
  },
});
