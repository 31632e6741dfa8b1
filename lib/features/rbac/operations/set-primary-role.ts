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
import { replacePrimaryRole } from "../change-assignments";
import { CANNOT_CHANGE_OWN_ROLES, PLATFORM_ONLY, ROLE_NOT_FOUND } from "../errors";
import { afterGive, beforeGive } from "../role-hooks";

/** For clients that know one role per person. What else somebody holds stays as it is. */
export const setPrimaryRole = defineOperation({
  name: "role.set-primary",
  kind: "mutation",
  http: { method: "PUT", path: "/api/rbac/users/{id}/role" },
  summary: "Replace somebody's primary role; the others stay",
  access: can("users.assign_role"),
  stepUp: true,
  limit: limits.adminWrite,
  params: userParams,
  input: giveInput,
  output: z.object({
    ...messageOutput,
    role_id: z.uuid(),
    role_name: z.string(),
    user: z.object({ id: z.uuid(), email: z.string(), role_id: z.uuid(), role_name: z.string() }),
    assignment: wireAssignment,
    previous: wireAssignment.nullable(),
  }),
  errors: { CANNOT_CHANGE_OWN_ROLES, OUT_OF_REACH, GRANT_OUT_OF_REACH, PLATFORM_ONLY, ROLE_NOT_FOUND, LAST_ADMIN, LAST_OWNER, HOOK_REFUSED },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.assign_role"), params.id),
  audit: {
    actions: ["rbac.role_assigned"],
    describe: ({ output: { assignment, previous }, resource, viewer }) => ({
      targetUserId: resource.id,
      resource: { type: "user", id: resource.id },
      organizationId: assignment.organization_id ?? trailOf(viewer, resource),
      changes: { role: { from: previous?.role_name ?? null, to: assignment.role_name } },
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
    const { assignment, previous } = await replacePrimaryRole(tx, { viewer, target: resource }, input);
    const role = { role_id: assignment.roleId, role_name: assignment.roleName };
    return {
      ...sayOf(resource.id, "The role was changed."),
      ...role,
      user: { id: resource.id, email: resource.email, ...role },
      assignment: toWireAssignment(assignment),
      previous: previous && toWireAssignment(previous),
    };
  },

  after: (done) => afterGive(done, done.output.assignment),
});
