import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { GRANT_OUT_OF_REACH } from "@/lib/features/admin/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { PLATFORM_ONLY, ROLE_NAME_TAKEN } from "../errors";
import { assertMayGrant, assertOnPlatform, oneAfterTheOther } from "../guard-role";
import { insertRole } from "../insert-role";
import { getRole } from "../repo";
import { resolveGrants } from "../role-grants";
import { descriptionField, grantFields, neverSystemField, roleDetail, roleDisplayNameField, roleNameField, titleOf } from "../schema";

export const createRole = defineOperation({
  name: "role.create",
  kind: "mutation",
  http: { method: "POST", path: "/api/rbac/roles" },
  summary: "Make a role",
  access: can("roles.create"),
  limit: limits.adminWrite,
  input: z.strictObject({
    name: roleNameField,
    display_name: roleDisplayNameField.nullish(),
    description: descriptionField.nullish(),
    is_system: neverSystemField,
    ...grantFields,
  }),
  output: z.object({ ...messageFields, role: roleDetail }),
  status: 201,
  errors: { PLATFORM_ONLY, GRANT_OUT_OF_REACH, ROLE_NAME_TAKEN },
  audit: {
    actions: ["rbac.role_created"],
    describe: ({ output: { role } }) => ({
      resource: { type: "role", id: role.id },
      metadata: { role_id: role.id, role_name: role.name, permissions: role.grants },
    }),
  },

  async run({ viewer, input, tx, fail }) {
    assertOnPlatform(viewer, "roles.create");
    return oneAfterTheOther(tx, async () => {
      const grants = await resolveGrants(tx, input);
      assertMayGrant(viewer, grants);
      const displayName = input.display_name ?? titleOf(input.name);
      const id = await insertRole(tx, { name: input.name, displayName, description: input.description || null, grants });
      if (!id) return fail(ROLE_NAME_TAKEN);
      return { ...say("The role was created."), role: await getRole(scopeOf(viewer, "roles.view"), id, tx) };
    });
  },
});
