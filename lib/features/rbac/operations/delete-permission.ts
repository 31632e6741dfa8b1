import { z } from "zod";
import { can } from "@/lib/access/policy";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { PERMISSION_IN_USE, PLATFORM_ONLY, ROLE_OUT_OF_REACH, SYSTEM_PERMISSION, SYSTEM_ROLE } from "../errors";
import { assertOnPlatform, coversOnPlatform, oneAfterTheOther } from "../guard-role";
import { findPermission, listRolesHolding } from "../repo";
import { flag, permissionParams } from "../schema";

export const deletePermission = defineOperation({
  name: "permission.delete",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/rbac/permissions/{permission_id}" },
  summary: "Delete a permission; with ?force=true also one that roles hold by its name, which lose it",
  access: can("permissions.delete"),
  limit: limits.adminWrite,
  params: permissionParams,
  query: z.object({ force: flag }),
  output: z.object({ ...messageFields, permission_id: z.uuid(), permission_name: z.string(), force: z.boolean(), roles: z.array(z.string()).meta({ description: "Those that lost it" }) }),
  errors: { PLATFORM_ONLY, SYSTEM_PERMISSION, PERMISSION_IN_USE, SYSTEM_ROLE, ROLE_OUT_OF_REACH },
  audit: {
    actions: ["rbac.permission_deleted"],
    describe: ({ output: { permission_id, permission_name, force, roles } }) => ({
      resource: { type: "permission", id: permission_id },
      metadata: { permission_id, permission_name, force, roles },
    }),
  },

  async run({ viewer, params: { permission_id: id }, query: { force }, tx, fail }) {
    assertOnPlatform(viewer, "permissions.delete");
    return oneAfterTheOther(tx, async () => {
      const permission = await findPermission(id, tx);
      if (!permission) throw new AppError(NOT_FOUND);
      if (permission.is_system) return fail(SYSTEM_PERMISSION);
      const roles = await listRolesHolding(tx, permission.name);
      if (roles.length > 0 && !force) return fail(PERMISSION_IN_USE, { details: { roles: roles.map(({ name }) => name) } });
      if (roles.some(({ isSystem }) => isSystem)) return fail(SYSTEM_ROLE);
      if (roles.some(({ grants }) => !coversOnPlatform(viewer, grants))) return fail(ROLE_OUT_OF_REACH);
      // A grant is a name: one that stayed would come to life with the next permission of this name.
      await tx.roleGrant.deleteMany({ where: { permission: permission.name } });
      await tx.permission.delete({ where: { id }, select: { id: true } });
      return { ...say("The permission was deleted."), permission_id: id, permission_name: permission.name, force, roles: roles.map(({ name }) => name) };
    });
  },
});
