import { z } from "zod";
import { can } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { listPermissions } from "../repo";
import { wirePermission } from "../schema";

export const listAllPermissions = defineOperation({
  name: "permission.list",
  kind: "query",
  http: { method: "GET", path: "/api/rbac/permissions" },
  summary: "List permissions by category and name, built-in ones and those made later",
  access: can("permissions.view"),
  limit: limits.read,
  query: z.object({ category: z.string().trim().max(50).optional(), resource: z.string().trim().max(100).optional() }),
  output: z.object({ permissions: z.array(wirePermission), total: z.number().int(), count: z.number().int() }),
  audit: false,

  async run({ query }) {
    const permissions = await listPermissions(query);
    return { permissions, total: permissions.length, count: permissions.length };
  },
});
