import { can } from "@/lib/access/policy";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { findPermission } from "../repo";
import { permissionParams, wirePermission } from "../schema";

export const getPermission = defineOperation({
  name: "permission.get",
  kind: "query",
  http: { method: "GET", path: "/api/rbac/permissions/{permission_id}" },
  summary: "Show one permission",
  access: can("permissions.view"),
  limit: limits.read,
  params: permissionParams,
  output: wirePermission.extend({ permission: wirePermission }),
  audit: false,

  async run({ params: { permission_id } }) {
    const permission = await findPermission(permission_id);
    if (!permission) throw new AppError(NOT_FOUND);
    return { ...permission, permission };
  },
});
