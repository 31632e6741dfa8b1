import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { changesOf, changesOutput } from "../changes";
import { OWN_ROLE, PLATFORM_ONLY, ROLE_OUT_OF_REACH, SYSTEM_ROLE } from "../errors";
import { assertChangeable, assertOnPlatform, oneAfterTheOther, readRole } from "../guard-role";
import { getRole } from "../repo";
import { descriptionField, roleDetail, roleDisplayNameField, roleParams } from "../schema";

export const updateRole = defineOperation({
  name: "role.update",
  kind: "mutation",
  http: { method: "PUT", path: "/api/rbac/roles/{role_id}" },
  summary: "Change what a role is called and described as; its name stays",
  access: can("roles.edit"),
  limit: limits.adminWrite,
  params: roleParams,
  input: z.strictObject({
    display_name: roleDisplayNameField.optional(),
    description: descriptionField.nullish(),
    name: z.string().max(80).optional().meta({ description: "Ignored: a role's name never changes" }),
  }),
  output: z.object({ ...messageFields, role: roleDetail, changes: changesOutput }),
  errors: { PLATFORM_ONLY, SYSTEM_ROLE, OWN_ROLE, ROLE_OUT_OF_REACH },
  audit: {
    actions: ["rbac.role_updated"],
    describe: ({ output: { role, changes } }) => ({
      resource: { type: "role", id: role.id },
      changes,
      metadata: { role_id: role.id, role_name: role.name },
    }),
  },

  async run({ viewer, params: { role_id: id }, input, tx }) {
    assertOnPlatform(viewer, "roles.edit");
    return oneAfterTheOther(tx, async () => {
      const role = await readRole(tx, viewer, id);
      assertChangeable(viewer, role);
      const before = { display_name: role.displayName, description: role.description };
      const after = { display_name: input.display_name ?? before.display_name, description: input.description === undefined ? before.description : input.description || null };
      await tx.$executeRaw`UPDATE roles SET display_name = ${after.display_name}, description = ${after.description}, updated_at = app_now() WHERE id = ${id}::uuid`;
      return { ...say("The role was changed."), role: await getRole(scopeOf(viewer, "roles.view"), id, tx), changes: changesOf(before, after) };
    });
  },
});
