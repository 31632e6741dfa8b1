import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { LAST_ADMIN, OUT_OF_REACH } from "@/lib/features/admin/errors";
import { trailOf } from "@/lib/features/admin/guard-target";
import { findTarget } from "@/lib/features/admin/target";
import { messageOutput, sayOf } from "@/lib/features/admin/schema";
import { LAST_OWNER } from "@/lib/features/organizations/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { userParams, wireAssignment } from "../assignment-schema";
import { listAssignments, toWireAssignment } from "../assignments";
import { takeRole } from "../change-assignments";
import { CANNOT_CHANGE_OWN_ROLES, PLATFORM_ONLY } from "../errors";

export const takeRoleFromUser = defineOperation({
  name: "role.take",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/rbac/users/{id}/roles/{assignment_id}" },
  summary: "Take one of somebody's roles away",
  access: can("users.assign_role"),
  stepUp: true,
  limit: limits.adminWrite,
  params: userParams.extend({ assignment_id: z.uuid().meta({ description: "An assignment's id, or a role's: then the first assignment of it" }) }),
  output: z.object({ ...messageOutput, assignment: wireAssignment }),
  errors: { CANNOT_CHANGE_OWN_ROLES, OUT_OF_REACH, PLATFORM_ONLY, LAST_ADMIN, LAST_OWNER },
  async scope({ viewer, params }) {
    const scope = scopeOf(viewer, "users.assign_role");
    const target = await findTarget(scope, params.id);
    const held = target ? await listAssignments(scope, target.id) : [];
    const assignment = held.find(({ id }) => id === params.assignment_id) ?? held.find(({ roleId }) => roleId === params.assignment_id);
    return target && assignment ? { target, assignment } : null;
  },
  audit: {
    actions: ["rbac.role_revoked"],
    describe: ({ output: { assignment }, resource: { target }, viewer }) => ({
      targetUserId: target.id,
      resource: { type: "user", id: target.id },
      organizationId: assignment.organization_id ?? trailOf(viewer, target),
      metadata: { role_id: assignment.role_id, role_name: assignment.role_name, assignment_id: assignment.id, organization_id: assignment.organization_id },
    }),
  },

  async run({ viewer, resource: { target, assignment }, tx }) {
    if (!(await takeRole(tx, { viewer, target }, assignment))) throw new AppError(NOT_FOUND);
    return { ...sayOf(target.id, "The role was taken away."), assignment: toWireAssignment(assignment) };
  },
});
