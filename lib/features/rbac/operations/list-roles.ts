import { z } from "zod";
import { can, scopeOf } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { listPermissions, listRoles, withPermissions } from "../repo";
import { flag, roleDetail, roleEntry } from "../schema";

export const listAllRoles = defineOperation({
  name: "role.list",
  kind: "query",
  http: { method: "GET", path: "/api/rbac/roles" },
  summary: "List roles, oldest first, with how many people hold each",
  access: can("roles.view"),
  limit: limits.read,
  query: z.object({ include_permissions: flag }),
  output: z.object({ roles: z.array(z.union([roleDetail, roleEntry])), total: z.number().int(), count: z.number().int() }),
  audit: false,

  async run({ viewer, query: { include_permissions: isFull } }) {
    const scope = scopeOf(viewer, "roles.view");
    const [roles, permissions] = await Promise.all([listRoles(scope), isFull ? listPermissions() : []]);
    return { roles: isFull ? roles.map((role) => withPermissions(role, permissions)) : roles, total: roles.length, count: roles.length };
  },
});
