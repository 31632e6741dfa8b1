import { z } from "zod";
import { expandPermissions } from "@/lib/access/expand-permissions";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { listPermissionNames } from "../repo";

export const listOwnPermissions = defineOperation({
  name: "rbac.my-permissions",
  kind: "query",
  http: { method: "GET", path: "/api/rbac/me/permissions" },
  summary: "The names of one's own permissions; wildcards as what they cover",
  access: signedIn(),
  limit: limits.read,
  output: z.object({ permissions: z.array(z.string()) }),
  audit: false,
  run: async ({ viewer }) => ({ permissions: expandPermissions(viewer.permissions, await listPermissionNames()) }),
});
