import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { prisma } from "@/lib/db";
import { GRANT_OUT_OF_REACH, LAST_ADMIN, OUT_OF_REACH } from "@/lib/features/admin/errors";
import { trailOf } from "@/lib/features/admin/guard-target";
import { messageOutput, sayOf } from "@/lib/features/admin/schema";
import { findTarget } from "@/lib/features/admin/target";
import { LAST_OWNER } from "@/lib/features/organizations/errors";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { registers } from "@/lib/hooks/run-hooks";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { userParams, wireAssignment } from "../assignment-schema";
import { toWireAssignment } from "../assignments";
import { CANNOT_CHANGE_OWN_ROLES, PLATFORM_ONLY, ROLE_NOT_FOUND } from "../errors";
import { heldInPlaces, replaceRoles } from "../replace-roles";
import { afterGive, beforeGive } from "../role-hooks";

/** Nobody holds more on one screen. */
const ROLES_MAX = 50;

export const replaceUserRoles = defineOperation({
  name: "role.replace-of-user",
  kind: "mutation",
  http: { method: "PUT", path: "/api/rbac/users/{id}/roles" },
  summary: "Replace all that somebody holds in the active organization and, for whoever reaches it, on the platform",
  access: can("users.assign_role"),
  stepUp: true,
  limit: limits.adminWrite,
  params: userParams,
  input: z.strictObject({ roles: z.array(z.string().trim().min(1).max(80)).max(ROLES_MAX).meta({ description: "Names; none takes every role away" }) }),
  output: z.object({ ...messageOutput, assignments: z.array(wireAssignment), previous: z.array(wireAssignment) }),
  errors: { CANNOT_CHANGE_OWN_ROLES, OUT_OF_REACH, GRANT_OUT_OF_REACH, PLATFORM_ONLY, ROLE_NOT_FOUND, LAST_ADMIN, LAST_OWNER, HOOK_REFUSED },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.assign_role"), params.id),
  audit: {
    actions: ["rbac.roles_replaced"],
    describe: ({ output: { assignments, previous }, resource, viewer }) => ({
      targetUserId: resource.id,
      resource: { type: "user", id: resource.id },
      organizationId: trailOf(viewer, resource),
      changes: { roles: { from: previous.map(({ role_name }) => role_name), to: assignments.map(({ role_name }) => role_name) } },
    }),
  },

  /** The hook is asked about those that are new. */
  async prepare({ ctx, viewer, resource, input: { roles } }) {
    if (!registers("beforeRoleAssign")) return;
    const held = (await heldInPlaces(prisma, viewer, resource)).map(({ roleName }) => roleName);
    for (const role of roles) if (!held.includes(role)) await beforeGive({ ctx, viewer, resource, input: { role } });
  },

  async run({ viewer, resource, input, tx }) {
    const { before, after } = await replaceRoles(tx, { viewer, target: resource }, input.roles);
    return { ...sayOf(resource.id, "The roles were replaced."), assignments: after.map(toWireAssignment), previous: before.map(toWireAssignment) };
  },

  after: ({ output: { assignments, previous }, ...done }) => {
    for (const assignment of assignments) if (!previous.some(({ id }) => id === assignment.id)) afterGive(done, assignment);
  },
});
