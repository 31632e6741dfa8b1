import { z } from "zod";
import { can } from "@/lib/access/policy";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { PERMISSION_NAME_TAKEN, PLATFORM_ONLY } from "../errors";
import { assertOnPlatform, oneAfterTheOther } from "../guard-role";
import { insertPermissions } from "../insert-permissions";
import { newPermissionFields, wirePermission } from "../schema";

export const createPermission = defineOperation({
  name: "permission.create",
  kind: "mutation",
  http: { method: "POST", path: "/api/rbac/permissions" },
  summary: "Make a permission; resource and action come from its name",
  access: can("permissions.create"),
  limit: limits.adminWrite,
  input: z.strictObject(newPermissionFields),
  output: z.object({ ...messageFields, permission: wirePermission }),
  status: 201,
  errors: { PLATFORM_ONLY, PERMISSION_NAME_TAKEN },
  audit: {
    actions: ["rbac.permission_created"],
    describe: ({ output: { permission } }) => ({
      resource: { type: "permission", id: permission.id },
      metadata: { permission_id: permission.id, permission_name: permission.name },
    }),
  },

  async run({ viewer, input, tx, fail }) {
    assertOnPlatform(viewer, "permissions.create");
    return oneAfterTheOther(tx, async () => {
      const [permission] = await insertPermissions(tx, [input]);
      return permission ? { ...say("The permission was created."), permission } : fail(PERMISSION_NAME_TAKEN);
    });
  },
});
