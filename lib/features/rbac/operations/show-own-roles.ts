import { z } from "zod";
import { expandPermissions } from "@/lib/access/expand-permissions";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { listHeldRoles, listPermissions } from "../repo";
import { wireRole, wireRoleSummary } from "../schema";

export const showOwnRoles = defineOperation({
  name: "rbac.me",
  kind: "query",
  http: { method: "GET", path: "/api/rbac/me" },
  summary: "One's own roles and permissions in the active organization",
  access: signedIn(),
  limit: limits.read,
  output: z.object({
    user_id: z.uuid(),
    /** The primary one: that which was given first. */
    role: wireRole.nullable(),
    roles: z.array(wireRoleSummary),
    permissions: z.array(z.string()),
  }),
  audit: false,
  async run({ viewer }) {
    const permissions = await listPermissions();
    const roles = await listHeldRoles(viewer.roles, permissions);
    return {
      user_id: viewer.userId,
      role: roles[0] ?? null,
      roles,
      permissions: expandPermissions(viewer.permissions, permissions.map(({ name }) => name)),
    };
  },
});
