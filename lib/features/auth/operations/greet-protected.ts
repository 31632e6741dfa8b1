import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";

export const greetProtected = defineOperation({
  name: "auth.protected",
  kind: "query",
  http: { method: "GET", path: "/api/auth/protected" },
  summary: "An example of a protected resource",
  access: signedIn(),
  limit: limits.read,
  output: z.object({ msg: z.string(), user_id: z.uuid(), role: z.string().nullable() }),
  audit: false,
  async run({ viewer }) {
    return { msg: `Welcome, ${viewer.email}!`, user_id: viewer.userId, role: viewer.roles[0]?.name ?? null };
  },
});
