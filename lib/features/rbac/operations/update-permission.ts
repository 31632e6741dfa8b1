import { z } from "zod";
import { can } from "@/lib/access/policy";
import { AppError, NOT_FOUND } from "@/lib/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { changesOf, changesOutput } from "../changes";
import { PLATFORM_ONLY, SYSTEM_PERMISSION } from "../errors";
import { assertOnPlatform, oneAfterTheOther } from "../guard-role";
import { findPermission } from "../repo";
import { categoryField, descriptionField, permissionDisplayNameField, permissionParams, wirePermission } from "../schema";

export const updatePermission = defineOperation({
  name: "permission.update",
  kind: "mutation",
  http: { method: "PUT", path: "/api/rbac/permissions/{permission_id}" },
  summary: "Change what a permission is called, described as and listed under; its name stays",
  access: can("permissions.edit"),
  limit: limits.adminWrite,
  params: permissionParams,
  input: z.strictObject({
    display_name: permissionDisplayNameField.optional(),
    description: descriptionField.nullish(),
    category: categoryField.optional(),
  }),
  output: z.object({ ...messageFields, permission: wirePermission, changes: changesOutput }),
  errors: { PLATFORM_ONLY, SYSTEM_PERMISSION },
  audit: {
    actions: ["rbac.permission_updated"],
    describe: ({ output: { permission, changes } }) => ({
      resource: { type: "permission", id: permission.id },
      changes,
      metadata: { permission_id: permission.id, permission_name: permission.name },
    }),
  },

  async run({ viewer, params: { permission_id: id }, input, tx, fail }) {
    assertOnPlatform(viewer, "permissions.edit");
    return oneAfterTheOther(tx, async () => {
      const before = await findPermission(id, tx);
      if (!before) throw new AppError(NOT_FOUND);
      if (before.is_system) return fail(SYSTEM_PERMISSION);
      const permission = {
        ...before,
        display_name: input.display_name ?? before.display_name,
        description: input.description === undefined ? before.description : input.description || null,
        category: input.category ?? before.category,
      };
      const { display_name: displayName, description, category } = permission;
      await tx.permission.update({ where: { id }, data: { displayName, description, category }, select: { id: true } });
      return { ...say("The permission was changed."), permission, changes: changesOf(before, permission) };
    });
  },
});
