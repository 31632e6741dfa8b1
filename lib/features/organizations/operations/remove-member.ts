import { z } from "zod";
import { keepOwner } from "@/lib/access/last-owner";
import { can, scopeOf } from "@/lib/access/policy";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { leaveActiveOrganization } from "@/lib/session/active-organization";
import { CANNOT_REMOVE_SELF, LAST_OWNER, MEMBER_OUT_OF_REACH } from "../errors";
import { findAdministered } from "../find-administered";
import { assertMemberWithinReach, holdOrganization } from "../guard-member";
import { endMembership, findMember } from "../members";
import { memberParams, messageOutput } from "../schema";

/** The account stays, and so do its sessions: they go on in another organization, from the next request on. */
export const removeMember = defineOperation({
  name: "organization.remove-member",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/organizations/{organization_id}/members/{id}" },
  summary: "Remove a member, with every role held in the organization",
  access: can("organizations.edit"),
  limit: limits.adminWrite,
  params: memberParams,
  output: z.object({ ...messageOutput, user_id: z.uuid() }),
  errors: { CANNOT_REMOVE_SELF, LAST_OWNER, MEMBER_OUT_OF_REACH },
  scope: async ({ viewer, params }) => {
    const found = await findAdministered(params.organization_id, scopeOf(viewer, "organizations.edit"));
    return found && (await findMember(found.id, params.id)) ? found : null;
  },
  audit: {
    actions: ["organization.member_removed"],
    describe: ({ params, resource: { id } }) => ({
      organizationId: id,
      targetUserId: params.id,
      resource: { type: "organization", id },
    }),
  },

  async run({ viewer, params: { id: userId }, resource: { id: organizationId }, tx, fail }) {
    if (userId === viewer.userId) return fail(CANNOT_REMOVE_SELF);
    await holdOrganization(tx, organizationId);
    await assertMemberWithinReach(tx, viewer, organizationId, userId);
    const isEnded = await keepOwner(tx, organizationId, () => fail(LAST_OWNER), () => endMembership(tx, organizationId, userId));
    if (!isEnded) throw new AppError(NOT_FOUND);
    await leaveActiveOrganization(tx, organizationId, userId);
    return { ...say("The member was removed."), organization_id: organizationId, user_id: userId };
  },
});
