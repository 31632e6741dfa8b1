import { signedIn } from "@/lib/access/policy";
import { NOT_FOUND } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { findWireUser, wholeUser } from "../user-wire";

/** Beside `account.show` because old clients need either shape, each at its own path. */
export const showMe = defineOperation({
  name: "account.me",
  kind: "query",
  http: { method: "GET", path: "/api/auth/me" },
  summary: "One's own account, flat",
  access: signedIn(),
  limit: limits.read,
  output: wholeUser,
  audit: false,
  beforePasswordChange: true,
  async run({ viewer, fail }) {
    return (await findWireUser(viewer.userId, { organizationId: viewer.organizationId })) ?? fail(NOT_FOUND);
  },
});
