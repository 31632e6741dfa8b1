import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { findRole } from "../repo";
import { roleParams, wirePermission } from "../schema";

export const listRolePermissions = defineOperation({
  name: "role.permissions",
  kind: "query",
  http: { method: "GET", path: "/api/rbac/roles/{role_id}/permissions" },
  summary: "What a role grants: every permission, and the names and wildcards it is stored as",
  access: can("roles.view"),
  limit: limits.read,
  params: roleParams,
  output: z.object({ role_id: z.uuid(), permissions: z.array(wirePermission), grants: z.array(z.string()) }),
  audit: false,

  async run({ viewer, params: { role_id } }) {
    const role = await findRole(scopeOf(viewer, "roles.view"), role_id);
    if (!role) throw new AppError(NOT_FOUND);
    return { role_id, permissions: role.permissions, grants: role.grants };
  },
});
