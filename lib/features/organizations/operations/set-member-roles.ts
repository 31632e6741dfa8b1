import { z } from "zod";
import { keepOwner } from "@/lib/access/last-owner";
import { can, scopeOf } from "@/lib/access/policy";
import { prisma } from "@/lib/db";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { GRANT_OUT_OF_REACH, OUT_OF_REACH } from "@/lib/features/admin/errors";
import { findTarget } from "@/lib/features/admin/target";
import { say } from "@/lib/features/auth/schema";
import { CANNOT_CHANGE_OWN_ROLES } from "@/lib/features/rbac/errors";
import { assertHolderWithinReach, assertMayGive } from "@/lib/features/rbac/guard-assignment";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { registers, runAfter, runBefore } from "@/lib/hooks/run-hooks";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { LAST_OWNER } from "../errors";
import { findAdministered } from "../find-administered";
import { holdOrganization, wantedRoles } from "../guard-member";
import { assignRoles, findMember, listAssigned, takeRoles, toWireMember } from "../members";
import { member, memberParams, messageOutput, roleIdsField } from "../schema";

/** What stays assigned keeps its end; what is given here has none. */
export const setMemberRoles = defineOperation({
  name: "organization.set-member-roles",
  kind: "mutation",
  http: { method: "PUT", path: "/api/organizations/{organization_id}/members/{id}/roles" },
  summary: "Say which roles a member holds in an organization",
  access: can("users.assign_role"),
  stepUp: true,
  limit: limits.adminWrite,
  params: memberParams,
  input: z.strictObject({ role_ids: roleIdsField }),
  output: z.object({ ...messageOutput, member, given: z.array(z.string()), taken: z.array(z.string()) }),
  errors: { CANNOT_CHANGE_OWN_ROLES, GRANT_OUT_OF_REACH, LAST_OWNER, OUT_OF_REACH, HOOK_REFUSED },
  scope: async ({ viewer, params }) => {
    const scope = scopeOf(viewer, "users.assign_role");
    const [found, target] = await Promise.all([findAdministered(params.organization_id, scope), findTarget(scope, params.id)]);
    return found && target?.organizationIds.includes(found.id) ? { ...found, target } : null;
  },
  audit: {
    actions: ["organization.member_roles_changed"],
    describe: ({ params, output: { given, taken }, resource: { id } }) => ({
      organizationId: id,
      targetUserId: params.id,
      resource: { type: "organization", id },
      metadata: { given, taken },
    }),
  },

  async prepare({ ctx, viewer, params: { id: userId }, resource: { id: organizationId }, input: { role_ids: roleIds } }) {
    if (!registers("beforeRoleAssign")) return;
    const held = await listAssigned(prisma, organizationId, userId);
    for (const roleId of roleIds.filter((wanted) => !held.some(({ id }) => id === wanted))) {
      await runBefore("beforeRoleAssign", { userId, roleId, organizationId, actorId: viewer.userId }, ctx);
    }
  },

  async run({ viewer, params: { id: userId }, resource: { id: organizationId, target }, input: { role_ids: roleIds }, tx, fail }) {
    await holdOrganization(tx, organizationId);
    await assertHolderWithinReach(tx, viewer, scopeOf(viewer, "users.assign_role"), target);
    const held = await listAssigned(tx, organizationId, userId);
    const wanted = await wantedRoles(tx, roleIds);
    const given = wanted.filter(({ id }) => !held.some((role) => role.id === id));
    const taken = held.filter(({ id }) => !wanted.some((role) => role.id === id));
    for (const role of given) assertMayGive(viewer, role, organizationId);
    await keepOwner(tx, organizationId, () => fail(LAST_OWNER), async () => {
      await takeRoles(tx, { organizationId, userId }, taken.map(({ id }) => id));
      await assignRoles(tx, { organizationId, userId, grantedById: viewer.userId }, given.map(({ id }) => id));
    });
    const changed = await findMember(organizationId, userId, tx);
    if (!changed) throw new AppError(NOT_FOUND);
    return {
      ...say("The member's roles were changed."),
      organization_id: organizationId,
      member: toWireMember(changed),
      given: given.map(({ name }) => name),
      taken: taken.map(({ name }) => name),
    };
  },

  after: ({ ctx, viewer, output, resource: { id: organizationId } }) => {
    for (const { id: roleId } of output.member.roles.filter(({ name }) => output.given.includes(name))) {
      runAfter("afterRoleAssign", { userId: output.member.user_id, roleId, organizationId, actorId: viewer.userId }, ctx);
    }
  },
});
