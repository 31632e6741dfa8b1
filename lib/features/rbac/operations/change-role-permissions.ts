/** Three operations with one rule: the whole list, some more, some less. */
import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { GRANT_OUT_OF_REACH, LAST_ADMIN } from "@/lib/features/admin/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { changeGrants, type GrantChange } from "../change-grants";
import { HELD_BY_WILDCARD, OWN_ROLE, PLATFORM_ONLY, ROLE_OUT_OF_REACH, SYSTEM_ROLE } from "../errors";
import { getRole } from "../repo";
import { grantFields, roleDetail, roleParams } from "../schema";

/** How many a row of the trail names. */
const NAMED_MAX = 200;

const input = z
  .strictObject(grantFields)
  .refine(({ permission_ids: ids, permissions }) => ids !== undefined || permissions !== undefined, { path: ["permission_ids"], error: "This is required." });

const output = z.object({
  ...messageFields,
  role: roleDetail,
  added: z.array(z.string()).meta({ description: "Names and wildcards that it did not hold before" }),
  removed: z.array(z.string()).meta({ description: "Names and wildcards that it no longer holds" }),
});

const before = (grants: readonly string[], added: readonly string[], removed: readonly string[]): string[] => {
  const isNew = new Set(added);
  return [...grants.filter((name) => !isNew.has(name)), ...removed].sort();
};

interface Way {
  by: GrantChange;
  name: string;
  method: "PUT" | "POST" | "DELETE";
  summary: string;
  message: string;
}

const changePermissions = ({ by, name, method, summary, message }: Way) =>
  defineOperation({
    name,
    kind: "mutation",
    http: { method, path: "/api/rbac/roles/{role_id}/permissions" },
    summary,
    access: can("roles.edit"),
    stepUp: true,
    limit: limits.adminWrite,
    params: roleParams,
    input,
    output,
    errors: { PLATFORM_ONLY, SYSTEM_ROLE, OWN_ROLE, ROLE_OUT_OF_REACH, GRANT_OUT_OF_REACH, HELD_BY_WILDCARD, LAST_ADMIN },
    audit: {
      actions: ["rbac.permission_changed"],
      describe: ({ output: { role, added, removed } }) => ({
        resource: { type: "role", id: role.id },
        changes: { permissions: { from: before(role.grants, added, removed).slice(0, NAMED_MAX), to: role.grants.slice(0, NAMED_MAX) } },
        metadata: { role_id: role.id, role_name: role.name, action: by, added: added.length, removed: removed.length },
      }),
    },

    async run({ viewer, params: { role_id: roleId }, input: request, tx }) {
      const changed = await changeGrants(tx, { viewer, roleId, by, request });
      return { ...say(message), role: await getRole(scopeOf(viewer, "roles.view"), roleId, tx), ...changed };
    },
  });

export const syncRolePermissions = changePermissions({
  by: "sync",
  name: "role.sync-permissions",
  method: "PUT",
  summary: "Say what a role holds: exactly this",
  message: "The role holds exactly these permissions now.",
});

export const addRolePermissions = changePermissions({
  by: "add",
  name: "role.add-permissions",
  method: "POST",
  summary: "Put more permissions into a role",
  message: "The permissions were added.",
});

export const removeRolePermissions = changePermissions({
  by: "remove",
  name: "role.remove-permissions",
  method: "DELETE",
  summary: "Take permissions from a role",
  message: "The permissions were taken away.",
});
