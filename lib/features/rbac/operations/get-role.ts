import { can, scopeOf } from "@/lib/access/policy";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { findRole } from "../repo";
import { roleDetail, roleParams } from "../schema";

export const getRole = defineOperation({
  name: "role.get",
  kind: "query",
  http: { method: "GET", path: "/api/rbac/roles/{role_id}" },
  summary: "Show one role and what it grants",
  access: can("roles.view"),
  limit: limits.read,
  params: roleParams,
  output: roleDetail.extend({ role: roleDetail }),
  audit: false,

  async run({ viewer, params: { role_id } }) {
    const role = await findRole(scopeOf(viewer, "roles.view"), role_id);
    if (!role) throw new AppError(NOT_FOUND);
    return { ...role, role };
  },
});
