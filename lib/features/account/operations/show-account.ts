import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { NOT_FOUND } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { findWireUser, wholeUser } from "../user-wire";

export const showAccount = defineOperation({
  name: "account.show",
  kind: "query",
  http: { method: "GET", path: "/api/auth/user/@me" },
  summary: "One's own account, wrapped in `user`",
  access: signedIn(),
  limit: limits.read,
  output: z.object({ user: wholeUser }),
  audit: false,
  whileDue: "anything",
  async run({ viewer, fail }) {
    const user = await findWireUser(viewer.userId, { organizationId: viewer.organizationId });
    return user ? { user } : fail(NOT_FOUND);
  },
});
