import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { permits } from "@/lib/edge/permission";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { checkInput } from "../schema";

/** A question about oneself, asked by POST because the list may be long: it changes nothing. */
export const checkOwnPermissions = defineOperation({
  name: "rbac.check",
  kind: "query",
  http: { method: "POST", path: "/api/rbac/me/check" },
  summary: "Which of these permissions one holds",
  access: signedIn(),
  limit: limits.read,
  input: checkInput,
  output: z.object({ results: z.record(z.string(), z.boolean()) }),
  audit: false,
  run: async ({ viewer, input }) => ({
    results: Object.fromEntries(input.permissions.map((name) => [name, permits(viewer.permissions, name)])),
  }),
});
