import { z } from "zod";
import { expandPermissions } from "@/lib/access/expand-permissions";
import { ownOrAny, scopeOf } from "@/lib/access/policy";
import { findTarget } from "@/lib/features/admin/target";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { userParams } from "../assignment-schema";
import { listAssignments } from "../assignments";
import { listHeldRoles, listPermissions } from "../repo";
import { wireRole, wireRoleSummary } from "../schema";

export const showPrimaryRole = defineOperation({
  name: "role.show-primary",
  kind: "query",
  http: { method: "GET", path: "/api/rbac/users/{id}/role" },
  summary: "Somebody's primary role, the others and what they grant; one's own, too",
  access: ownOrAny("users.view"),
  limit: limits.read,
  params: userParams,
  output: z.object({ user_id: z.uuid(), role: wireRole.nullable(), roles: z.array(wireRoleSummary), permissions: z.array(z.string()) }),
  audit: false,
  async scope({ viewer, params: { id } }) {
    // Oneself one sees without a shared organization, too.
    const target = await findTarget(id === viewer.userId ? { kind: "platform" } : scopeOf(viewer, "users.view"), id);
    return target?.isDeleted ? null : target;
  },
  owner: ({ resource }) => resource.id,

  async run({ viewer, resource: { id } }) {
    const [held, permissions] = await Promise.all([listAssignments(scopeOf(viewer, "users.view"), id), listPermissions()]);
    const roles = await listHeldRoles(held.map(({ roleId, grants }) => ({ id: roleId, permissions: grants })), permissions);
    const names = permissions.map(({ name }) => name);
    return { user_id: id, role: roles[0] ?? null, roles, permissions: expandPermissions(held.flatMap(({ grants }) => grants), names) };
  },
});
