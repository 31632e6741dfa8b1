import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";

export const checkAuth = defineOperation({
  name: "auth.check",
  kind: "query",
  http: { method: "GET", path: "/api/auth/check-auth" },
  summary: "Is this session alive, and whose is it? Asks the database",
  access: signedIn(),
  limit: limits.session,
  output: z.object({
    authenticated: z.literal(true),
    msg: z.string(),
    user: z.object({
      id: z.uuid(),
      email: z.string(),
      username: z.string(),
      role: z.string().nullable(),
      role_id: z.uuid().nullable(),
      role_name: z.string().nullable(),
    }),
  }),
  audit: false,
  whileDue: "anything",
  async run({ viewer }) {
    const [primary] = viewer.roles;
    const role = primary?.name ?? null;
    const user = { id: viewer.userId, email: viewer.email, username: viewer.username, role, role_id: primary?.id ?? null, role_name: role };
    return { authenticated: true as const, msg: "Authenticated", user };
  },
});
