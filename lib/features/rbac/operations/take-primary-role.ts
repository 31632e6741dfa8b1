import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { LAST_ADMIN, OUT_OF_REACH } from "@/lib/features/admin/errors";
import { trailOf } from "@/lib/features/admin/guard-target";
import { findTarget } from "@/lib/features/admin/target";
import { messageOutput, sayOf } from "@/lib/features/admin/schema";
import { LAST_OWNER } from "@/lib/features/organizations/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { userParams, wireAssignment } from "../assignment-schema";
import { toWireAssignment } from "../assignments";
import { takePrimaryRole } from "../change-assignments";
import { CANNOT_CHANGE_OWN_ROLES, NO_ROLE } from "../errors";

export const takePrimaryRoleFromUser = defineOperation({
  name: "role.take-primary",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/rbac/users/{id}/role" },
  summary: "Take somebody's primary role away; the next one follows",
  access: can("users.assign_role"),
  stepUp: true,
  limit: limits.adminWrite,
  params: userParams,
  output: z.object({ ...messageOutput, assignment: wireAssignment }),
  errors: { CANNOT_CHANGE_OWN_ROLES, OUT_OF_REACH, NO_ROLE, LAST_ADMIN, LAST_OWNER },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.assign_role"), params.id),
  audit: {
    actions: ["rbac.role_revoked"],
    describe: ({ output: { assignment }, resource, viewer }) => ({
      targetUserId: resource.id,
      resource: { type: "user", id: resource.id },
      organizationId: assignment.organization_id ?? trailOf(viewer, resource),
      changes: { role: { from: assignment.role_name, to: null } },
      metadata: { role_id: assignment.role_id, role_name: assignment.role_name, assignment_id: assignment.id, organization_id: assignment.organization_id },
    }),
  },

  async run({ viewer, resource, tx }) {
    const assignment = await takePrimaryRole(tx, { viewer, target: resource });
    return { ...sayOf(resource.id, "The role was taken away."), assignment: toWireAssignment(assignment) };
  },
});
