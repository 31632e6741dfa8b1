import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { findTarget } from "@/lib/features/admin/target";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { userParams, wireAssignment } from "../assignment-schema";
import { listAssignments, toWireAssignment } from "../assignments";

export const listUserRoles = defineOperation({
  name: "role.list-of-user",
  kind: "query",
  http: { method: "GET", path: "/api/rbac/users/{id}/roles" },
  summary: "Every role that somebody holds, where and until when; the first is the primary one",
  access: can("users.view"),
  limit: limits.read,
  params: userParams,
  output: z.object({ user_id: z.uuid(), assignments: z.array(wireAssignment), total: z.number().int(), count: z.number().int() }),
  audit: false,
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.view"), params.id),

  async run({ viewer, resource: { id } }) {
    const assignments = (await listAssignments(scopeOf(viewer, "users.view"), id)).map(toWireAssignment);
    return { user_id: id, assignments, total: assignments.length, count: assignments.length };
  },
});
