import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { GRANT_OUT_OF_REACH } from "@/lib/features/admin/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { PLATFORM_ONLY, ROLE_NAME_TAKEN } from "../errors";
import { assertMayGrant, assertOnPlatform, oneAfterTheOther, readRole } from "../guard-role";
import { insertRole } from "../insert-role";
import { getRole } from "../repo";
import { descriptionField, roleDetail, roleDisplayNameField, roleNameField, roleParams, titleOf } from "../schema";

const input = z
  .strictObject({
    name: roleNameField.optional(),
    new_name: roleNameField.optional().meta({ description: "The same as name" }),
    display_name: roleDisplayNameField.nullish(),
    description: descriptionField.nullish(),
  })
  .refine(({ name, new_name: other }) => name !== undefined || other !== undefined, { path: ["name"], error: "This is required." })
  .refine(({ name, new_name: other }) => name === undefined || other === undefined || name === other, { path: ["new_name"], error: "Send one name, not two." });

export const cloneRole = defineOperation({
  name: "role.clone",
  kind: "mutation",
  http: { method: "POST", path: "/api/rbac/roles/{role_id}/clone" },
  summary: "Make a role that holds what another holds",
  access: can("roles.create"),
  limit: limits.adminWrite,
  params: roleParams,
  input,
  output: z.object({ ...messageFields, role: roleDetail }),
  status: 201,
  errors: { PLATFORM_ONLY, GRANT_OUT_OF_REACH, ROLE_NAME_TAKEN },
  audit: {
    actions: ["rbac.role_created"],
    describe: ({ output: { role }, params }) => ({
      resource: { type: "role", id: role.id },
      metadata: { role_id: role.id, role_name: role.name, permissions: role.grants, cloned_from: params.role_id },
    }),
  },

  async run({ viewer, params, input: given, tx, fail }) {
    assertOnPlatform(viewer, "roles.create");
    return oneAfterTheOther(tx, async () => {
      const source = await readRole(tx, viewer, params.role_id);
      assertMayGrant(viewer, source.grants);
      const name = given.name ?? given.new_name ?? "";
      const description = given.description === undefined ? source.description : given.description || null;
      const id = await insertRole(tx, { name, displayName: given.display_name ?? titleOf(name), description, grants: source.grants });
      if (!id) return fail(ROLE_NAME_TAKEN);
      return { ...say("The role was cloned."), role: await getRole(scopeOf(viewer, "roles.view"), id, tx) };
    });
  },
});
