import { z } from "zod";
import { canAll, scopeOf } from "@/lib/access/policy";
import { invalidFields, REAUTH_REQUIRED } from "@/lib/errors";
import { GRANT_OUT_OF_REACH } from "@/lib/features/admin/errors";
import { say } from "@/lib/features/auth/schema";
import { assertMayGive } from "@/lib/features/rbac/guard-assignment";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runAfter, runBefore } from "@/lib/hooks/run-hooks";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { assertRecentSignIn } from "@/lib/session/step-up";
import { ALREADY_MEMBER } from "../errors";
import { findAdministered } from "../find-administered";
import { holdOrganization, wantedRoles } from "../guard-member";
import { addMembership, assignRoles, findMember, isVisible, toWireMember } from "../members";
import { member, messageOutput, organizationParams, roleIdsField } from "../schema";

/** Whom the viewer does not see cannot be added, and looks like nobody: only a platform role sees people of other organizations. */
export const addMember = defineOperation({
  name: "organization.add-member",
  kind: "mutation",
  http: { method: "POST", path: "/api/organizations/{organization_id}/members" },
  summary: "Add somebody who has an account to an organization",
  access: canAll("organizations.edit", "users.view"),
  limit: limits.adminWrite,
  params: organizationParams,
  input: z.strictObject({ user_id: z.uuid(), role_ids: roleIdsField.optional() }),
  output: z.object({ ...messageOutput, member }),
  status: 201,
  errors: { ALREADY_MEMBER, GRANT_OUT_OF_REACH, HOOK_REFUSED, REAUTH_REQUIRED },
  scope: ({ viewer, params }) => findAdministered(params.organization_id, scopeOf(viewer, "organizations.edit")),
  audit: {
    actions: ["organization.member_added"],
    describe: ({ output: { member: added }, resource: { id } }) => ({
      organizationId: id,
      targetUserId: added.user_id,
      resource: { type: "organization", id },
      metadata: { roles: added.roles.map(({ name }) => name) },
    }),
  },

  async prepare({ ctx, viewer, resource: { id: organizationId }, input: { user_id: userId, role_ids: roleIds = [] } }) {
    if (roleIds.length > 0) await assertRecentSignIn(viewer);
    for (const roleId of roleIds) await runBefore("beforeRoleAssign", { userId, roleId, organizationId, actorId: viewer.userId }, ctx);
  },

  async run({ viewer, resource: { id: organizationId }, input: { user_id: userId, role_ids: roleIds }, tx, fail }) {
    await holdOrganization(tx, organizationId);
    if (!(await isVisible(tx, scopeOf(viewer, "users.view"), userId))) throw invalidFields({ user_id: ["There is no such person."] });
    const roles = await wantedRoles(tx, roleIds);
    for (const role of roles) assertMayGive(viewer, role, organizationId);
    if (!(await addMembership(tx, organizationId, userId))) return fail(ALREADY_MEMBER);
    await assignRoles(tx, { organizationId, userId, grantedById: viewer.userId }, roles.map(({ id }) => id));
    const added = await findMember(organizationId, userId, tx);
    if (!added) throw new Error("the member who was just added is not there");
    return { ...say("The person is a member now."), organization_id: organizationId, member: toWireMember(added) };
  },

  after: ({ ctx, viewer, output, resource: { id: organizationId } }) => {
    for (const { id: roleId } of output.member.roles) {
      runAfter("afterRoleAssign", { userId: output.member.user_id, roleId, organizationId, actorId: viewer.userId }, ctx);
    }
  },
});
