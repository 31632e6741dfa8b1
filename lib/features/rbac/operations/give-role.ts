import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { GRANT_OUT_OF_REACH, LAST_ADMIN, OUT_OF_REACH } from "@/lib/features/admin/errors";
import { trailOf } from "@/lib/features/admin/guard-target";
import { findTarget } from "@/lib/features/admin/target";
import { messageOutput, sayOf } from "@/lib/features/admin/schema";
import { LAST_OWNER } from "@/lib/features/organizations/errors";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { giveInput, userParams, wireAssignment } from "../assignment-schema";
import { toWireAssignment } from "../assignments";
import { addRole } from "../change-assignments";
import { CANNOT_CHANGE_OWN_ROLES, PLATFORM_ONLY, ROLE_ALREADY_HELD, ROLE_NOT_FOUND } from "../errors";
import { afterGive, beforeGive } from "../role-hooks";

export const giveRoleToUser = defineOperation({
  name: "role.give",
  kind: "mutation",
  http: { method: "POST", path: "/api/rbac/users/{id}/roles" },
  summary: "Give somebody one role more, in an organization or on the platform, for ever or until an end",
  access: can("users.assign_role"),
  stepUp: true,
  limit: limits.adminWrite,
  params: userParams,
  input: giveInput,
  output: z.object({ ...messageOutput, assignment: wireAssignment }),
  status: 201,
  errors: { CANNOT_CHANGE_OWN_ROLES, OUT_OF_REACH, GRANT_OUT_OF_REACH, PLATFORM_ONLY, ROLE_NOT_FOUND, ROLE_ALREADY_HELD, LAST_ADMIN, LAST_OWNER, HOOK_REFUSED },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.assign_role"), params.id),
  audit: {
    actions: ["rbac.role_assigned"],
    describe: ({ output: { assignment }, resource, viewer }) => ({
      targetUserId: resource.id,
      resource: { type: "user", id: resource.id },
      organizationId: assignment.organization_id ?? trailOf(viewer, resource),
      metadata: {
        role_id: assignment.role_id,
        role_name: assignment.role_name,
        assignment_id: assignment.id,
        organization_id: assignment.organization_id,
        expires_at: assignment.expires_at,
      },
    }),
  },

  prepare: (step) => beforeGive(step),

  async run({ viewer, resource, input, tx }) {
    const assignment = await addRole(tx, { viewer, target: resource }, input);
    return { ...sayOf(resource.id, "The role was given."), assignment: toWireAssignment(assignment) };
  },

  after: (done) => afterGive(done, done.output.assignment),
});
