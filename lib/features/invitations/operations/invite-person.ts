import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import type { Tx } from "@/lib/db";
import { queueMail } from "@/lib/email/queue-mail";
import { invalidFields, REAUTH_REQUIRED } from "@/lib/errors";
import { findRoles } from "@/lib/features/admin/create-person";
import { GRANT_OUT_OF_REACH } from "@/lib/features/admin/errors";
import { say } from "@/lib/features/auth/schema";
import { wantedRoles } from "@/lib/features/organizations/guard-member";
import { findAdministered } from "@/lib/features/organizations/find-administered";
import { messageOutput, organizationParams } from "@/lib/features/organizations/schema";
import { assertMayGive } from "@/lib/features/rbac/guard-assignment";
import { defineOperation } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { countByAccount } from "@/lib/rate-limit/count";
import { limits, rules } from "@/lib/rate-limit/limits";
import { assertRecentSignIn } from "@/lib/session/step-up";
import { ALREADY_INVITED, INVITER_NOT_VERIFIED } from "../errors";
import { findInvitation, insertInvitation, issueLink, recipientKey, toWireInvitation } from "../repo";
import { invitation, inviteInput } from "../schema";

async function rolesNamed(tx: Tx, names: readonly string[] | undefined) {
  if (!names) return wantedRoles(tx, undefined);
  const found = await findRoles(tx, names);
  if (found.length < names.length) throw invalidFields({ roles: ["One of these is no role. Take names from the list of roles."] });
  return found.map(({ id, name, permissions }) => ({ id, name, grants: permissions }));
}

/**
 * Looks nobody up: whether the address has an account, here or anywhere, changes neither the answer nor the time nor the mail.
 */
export const invitePerson = defineOperation({
  name: "invitation.create",
  kind: "mutation",
  http: { method: "POST", path: "/api/organizations/{organization_id}/invitations" },
  summary: "Invite somebody to an organization, by mail",
  access: can("organizations.invite"),
  limit: limits.invite,
  params: organizationParams,
  input: inviteInput,
  output: z.object({ ...messageOutput, invitation }),
  status: 201,
  errors: { ALREADY_INVITED, INVITER_NOT_VERIFIED, GRANT_OUT_OF_REACH, REAUTH_REQUIRED },
  scope: ({ viewer, params }) => findAdministered(params.organization_id, scopeOf(viewer, "organizations.invite")),
  audit: {
    actions: ["invitation.created"],
    describe: ({ output: { invitation: made }, resource: { id } }) => ({
      organizationId: id,
      resource: { type: "invitation", id: made.id },
      identifier: made.email,
      metadata: { roles: made.roles.map(({ name }) => name), expires_at: made.expires_at },
    }),
  },

  async prepare({ ctx, viewer, resource: { id: organizationId }, input: { email, roles = [] } }) {
    if (roles.length > 0) await assertRecentSignIn(viewer);
    await countByAccount(ctx, rules.inviteRecipient, recipientKey(organizationId, email));
  },

  async run({ viewer, resource: { id: organizationId, name }, input: { email, roles: names }, tx, fail }) {
    if (!viewer.isEmailVerified) return fail(INVITER_NOT_VERIFIED);
    const roles = await rolesNamed(tx, names);
    for (const role of roles) assertMayGive(viewer, role, organizationId);
    const id = await insertInvitation(tx, { organizationId, email, roleIds: roles.map((role) => role.id), invitedById: viewer.userId });
    if (!id) return fail(ALREADY_INVITED);
    const token = await issueLink(tx, { id, email });
    const made = await findInvitation(organizationId, id, tx);
    if (!made) throw new Error("the invitation that was just made is not there");
    await enqueue(tx, queueMail("invitation", email, { organization: name, inviter: viewer.email, token, expiresAt: made.expiresAt }));
    return { ...say("The invitation is on its way."), organization_id: organizationId, invitation: toWireInvitation(made) };
  },
});
