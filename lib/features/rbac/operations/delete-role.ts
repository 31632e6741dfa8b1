import { z } from "zod";
import { can } from "@/lib/access/policy";
import { LAST_ADMIN, OUT_OF_REACH } from "@/lib/features/admin/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { OWN_ROLE, PLATFORM_ONLY, ROLE_IN_USE, ROLE_OUT_OF_REACH, SYSTEM_ROLE } from "../errors";
import { assertChangeable, assertOnPlatform, oneAfterTheOther, readRole } from "../guard-role";
import { assertMembersWithinReach, countMembers, giveDefaultRoleInstead } from "../role-members";
import { flag, roleParams } from "../schema";

export const deleteRole = defineOperation({
  name: "role.delete",
  kind: "mutation",
  http: { method: "DELETE", path: "/api/rbac/roles/{role_id}" },
  summary: "Delete a role; with ?force=true also one that people hold, who get the default role instead",
  access: can("roles.delete"),
  stepUp: true,
  limit: limits.adminWrite,
  params: roleParams,
  query: z.object({ force: flag }),
  output: z.object({
    ...messageFields,
    role_id: z.uuid(),
    role_name: z.string(),
    force: z.boolean(),
    users_reassigned: z.number().int().meta({ description: "How many people hold the default role instead" }),
  }),
  errors: { PLATFORM_ONLY, SYSTEM_ROLE, OWN_ROLE, ROLE_OUT_OF_REACH, OUT_OF_REACH, ROLE_IN_USE, LAST_ADMIN },
  audit: {
    actions: ["rbac.role_deleted"],
    describe: ({ output: { role_id, role_name, force, users_reassigned } }) => ({
      resource: { type: "role", id: role_id },
      metadata: { role_id, role_name, force, users_reassigned },
    }),
  },

  async run({ viewer, params: { role_id: id }, query: { force }, tx, fail }) {
    assertOnPlatform(viewer, "roles.delete");
    return oneAfterTheOther(tx, async () => {
      const role = await readRole(tx, viewer, id);
      assertChangeable(viewer, role);
      const members = await countMembers(tx, id);
      if (members > 0 && !force) return fail(ROLE_IN_USE, { details: { users: members } });
      await assertMembersWithinReach(tx, viewer, id);
      await giveDefaultRoleInstead(tx, id, viewer.userId);
      await tx.role.delete({ where: { id }, select: { id: true } });
      return { ...say("The role was deleted."), role_id: id, role_name: role.name, force, users_reassigned: members };
    });
  },
});
